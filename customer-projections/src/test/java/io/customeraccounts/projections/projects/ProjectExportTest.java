package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.projects.ProjectExport.ExportedProject;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule: Partner customers. Bolt is the partner. */
@ParameterizedClass
@EnumSource
class ProjectExportTest {

    private final Databases kind;
    private ReadSide is;
    private ProjectExport export;

    ProjectExportTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(BOLT.opened(CLEO), CLEO.admin(BOLT), ACME.opened(ANNA), ANNA.admin(ACME));
        is.happened(new ManagingPartnerChanged(ACME.id(), null, BOLT.id()));
        is.happened(APOLLO.created());
        export = new ProjectExport(is.sql);
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void tellsEachProjectOfEachManagedCustomerOnceHoweverManyThereAre() {
        var expected = new HashSet<ProjectId>();
        expected.add(APOLLO.id());
        // More customers than are read at a time, and two of them with more projects.
        for (var number = 0; number < 230; number++) {
            var customer = new CustomerId(Story.id("managed " + number));
            is.happened(new ManagedCustomerCreated(customer, "m-" + number, "Managed " + number, BOLT.id()));
            create(customer, number % 110 == 7 ? 620 : number % 3, expected);
        }
        create(BOLT.id(), 3, new HashSet<>());

        var found = new ArrayList<ExportedProject>();
        export.projects(BOLT.id(), found::add);
        assertThat(found).extracting(ExportedProject::projectId).doesNotHaveDuplicates();
        assertThat(found).extracting(ExportedProject::projectId).containsExactlyInAnyOrderElementsOf(expected);
        var inParts = new ArrayList<ExportedProject>();
        var part = export.page(BOLT.id(), PageRequest.FIRST);
        while (part.next() != null) {
            assertThat(part.items()).hasSizeLessThanOrEqualTo(PageRequest.MAX_LIMIT);
            inParts.addAll(part.items());
            part = export.page(BOLT.id(), new PageRequest(part.next(), PageRequest.MAX_LIMIT));
        }
        inParts.addAll(part.items());
        assertThat(inParts).isEqualTo(found);
        var quotas = new HashSet<ProjectId>();
        export.quotas(BOLT.id(), quota -> quotas.add(quota.project().projectId()));
        expected.remove(APOLLO.id());
        assertThat(quotas).isEqualTo(expected);
    }

    @Test
    void hasReadNoMoreThanAPartWhenTheFirstIsTold() {
        create(ACME.id(), 1_200, new HashSet<>());
        assertThatThrownBy(() -> export.projects(BOLT.id(), project -> {
                    is.sql.sql("update project set name = 'changed meanwhile'").update();
                    throw new IllegalStateException(project.name());
                }))
                .isInstanceOf(IllegalStateException.class);
        var names = new ArrayList<String>();
        export.projects(BOLT.id(), project -> {
            if (names.isEmpty()) {
                is.sql.sql("update project set name = 'changed again'").update();
            }
            names.add(project.name());
        });
        assertThat(names.stream().filter("changed meanwhile"::equals)).hasSizeLessThanOrEqualTo(500);
        assertThat(names).hasSize(1_201).contains("changed again");
    }

    @Test
    void leavesOutWhatIsDeletedAndWhatNothingIsSaidOf() {
        is.happened(new ProjectTagsSet(ACME.id(), APOLLO.id(), List.of(new ProjectTag("stage", "live"))));
        export.projects(BOLT.id(), project -> {
            assertThat(project.customerName()).isEqualTo("ACME");
            assertThat(project.tags()).containsExactly(new ProjectTag("stage", "live"));
        });
        export.quotas(BOLT.id(), quota -> assertThat(quota).isNull());
        is.happened(APOLLO.marked(), new ProjectDeleted(ACME.id(), APOLLO.id()));
        export.projects(BOLT.id(), project -> assertThat(project).isNull());
    }

    private void create(CustomerId customer, int count, Set<ProjectId> ids) {
        for (var number = 0; number < count; number++) {
            var id = new ProjectId(Story.id("project %d of %s".formatted(number, customer)));
            ids.add(id);
            is.happened(
                    new ProjectCreated(
                            customer,
                            id,
                            "p-" + number,
                            "Project " + number,
                            new PaymentMethodId(Story.id("card")),
                            new BillingAddressId(Story.id("address")),
                            List.of(LocationName.GLOBAL)),
                    new QuotaSet(customer, id, LocationName.GLOBAL, 5L));
        }
    }
}
