package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.GEMINI;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Venture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule: Projects. */
@ParameterizedClass
@EnumSource
class ProjectsTest {

    private static final LocationName DE = new LocationName("eu-de");
    private static final LocationName NL = new LocationName("eu-nl");
    private static final Venture SKYLAB = new Venture(BOLT, "skylab");

    private final Databases kind;
    private ReadSide is;

    ProjectsTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
        is.happened(GEMINI.created("Zenith"));
        is.happened(APOLLO.created("ärger"));
        is.happened(SKYLAB.created());
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void aProjectBelongsToOneCustomer() {
        assertThat(is.projects.find(ACME.id(), APOLLO.id())).hasValueSatisfying(it -> {
            assertThat(it.identifier()).isEqualTo("apollo");
            assertThat(it.name()).isEqualTo("ärger");
            assertThat(it.state()).isEqualTo(ProjectState.ACTIVE);
            assertThat(it.locations()).containsExactly(LocationName.GLOBAL);
            assertThat(it.createdAt()).isEqualTo(NOON);
            assertThat(it.version()).isZero();
        });
        assertThat(is.projects.find(BOLT.id(), APOLLO.id())).isEmpty();
    }

    @Test
    void locationsStandInTheOrderInWhichTheyWereChosen() {
        is.happened(new LocationAdded(ACME.id(), APOLLO.id(), NL));
        is.happened(new LocationAdded(ACME.id(), APOLLO.id(), DE));
        assertThat(locations()).containsExactly(LocationName.GLOBAL, NL, DE);

        is.happened(new LocationRemoved(ACME.id(), APOLLO.id(), NL));
        is.happened(new LocationAdded(ACME.id(), APOLLO.id(), NL));
        assertThat(locations()).containsExactly(LocationName.GLOBAL, DE, NL);
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().version()).isEqualTo(4);
    }

    private List<LocationName> locations() {
        return is.projects.find(APOLLO.id()).orElseThrow().locations();
    }

    @Test
    void aProjectIsMarkedWithTheTagsThatWereSetLast() {
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().tags()).isEmpty();
        var tags = List.of(new ProjectTag("area", "Nord  Ost"), new ProjectTag("stage", "=1+1"));
        is.happened(new ProjectTagsSet(ACME.id(), APOLLO.id(), tags));
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().tags()).isEqualTo(tags);
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().version()).isEqualTo(1);
        assertThat(is.projects.find(GEMINI.id()).orElseThrow().tags()).isEmpty();

        is.happened(new ProjectTagsSet(ACME.id(), APOLLO.id(), List.of()));
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().tags()).isEmpty();
    }

    @Test
    void aQuotaBelongsToALocationAndGoesWithIt() {
        is.happened(new LocationAdded(ACME.id(), APOLLO.id(), DE));
        is.happened(new QuotaSet(ACME.id(), APOLLO.id(), DE, 0L));
        is.happened(new QuotaSet(ACME.id(), APOLLO.id(), LocationName.GLOBAL, 7L));
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().quotas())
                .isEqualTo(Map.of(DE, 0L, LocationName.GLOBAL, 7L));
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().version()).isEqualTo(3);

        is.happened(new QuotaSet(ACME.id(), APOLLO.id(), LocationName.GLOBAL, null));
        is.happened(new LocationRemoved(ACME.id(), APOLLO.id(), DE));
        is.happened(new LocationAdded(ACME.id(), APOLLO.id(), DE));
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().quotas()).isEmpty();
    }

    @Test
    void projectsAreListedByNameWithoutCaseAndAccents() {
        assertThat(page(ProjectFilter.ACTIVE)).containsExactly(APOLLO.id(), GEMINI.id());
        is.happened(new ProjectRenamed(ACME.id(), GEMINI.id(), "AAA"));
        assertThat(page(ProjectFilter.ACTIVE)).containsExactly(GEMINI.id(), APOLLO.id());

        var first = is.projects.page(ACME.id(), ProjectFilter.ACTIVE, new PageRequest(null, 1));
        var second = is.projects.page(ACME.id(), ProjectFilter.ACTIVE, new PageRequest(first.next(), 1));
        assertThat(second.items()).extracting(ProjectRow::id).containsExactly(APOLLO.id());
        assertThat(second.next()).isNull();
    }

    @Test
    void findsProjectsByPartOfTheirName() {
        assertThat(page(found("POLL"))).containsExactly(APOLLO.id());
        assertThat(page(found("%"))).isEmpty();
        assertThat(page(found("a\u0000b"))).isEmpty();
    }

    private static ProjectFilter found(String search) {
        return new ProjectFilter(ProjectFilter.ACTIVE.states(), null, false, search);
    }

    @Test
    void deletedProjectsStayListedForThoseWhoAskForThem() {
        is.happened(APOLLO.marked());
        assertThat(page(ProjectFilter.ACTIVE)).containsExactly(GEMINI.id());
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().markedAt()).isEqualTo(NOON);

        is.happened(new ProjectDeleted(ACME.id(), APOLLO.id()));
        assertThat(page(ProjectFilter.ALL)).containsExactly(APOLLO.id(), GEMINI.id());
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().state()).isEqualTo(ProjectState.DELETED);
        assertThat(is.projects.find(APOLLO.id()).orElseThrow().deletedAt()).isEqualTo(NOON);
    }

    @Test
    void listsTheProjectsThatSomebodyIsAssignedToNow() {
        var one = NOON.plus(Duration.ofHours(1));
        var assigned = ProjectFilter.ACTIVE.assignedTo(BEN.in(ACME));
        is.happened(APOLLO.assigned(BEN, one));
        is.happened(GEMINI.assigned(ANNA));
        assertThat(page(assigned)).containsExactly(APOLLO.id());

        is.clock.moveTo(one);
        assertThat(page(assigned)).isEmpty();
        is.happened(GEMINI.assigned(BEN));
        assertThat(page(assigned)).containsExactly(GEMINI.id());
        is.happened(BEN.removed(ACME));
        assertThat(page(assigned)).isEmpty();
    }

    @Test
    void listsTheProjectsThatNobodyIsLeftIn() {
        var left = ProjectFilter.ACTIVE.withoutAnyUser();
        assertThat(page(left)).containsExactly(APOLLO.id(), GEMINI.id());

        is.happened(APOLLO.assigned(BEN));
        assertThat(page(left)).containsExactly(GEMINI.id());
        is.happened(BEN.removed(ACME));
        assertThat(page(left)).containsExactly(APOLLO.id(), GEMINI.id());
    }

    private List<ProjectId> page(ProjectFilter filter) {
        return is.projects.page(ACME.id(), filter, PageRequest.FIRST).items().stream()
                .map(ProjectRow::id)
                .toList();
    }

    @Test
    void anIdentifierIsReservedOnceAndForEverWithinACustomer() {
        var customer = new SqlOwningCustomer(is.sql, is.clock);
        var identifier = Identifier.ofProject("apollo");

        assertThat(customer.reserve(identifier, ACME.id(), APOLLO.id())).isTrue();
        assertThat(customer.reserve(identifier, ACME.id(), GEMINI.id())).isFalse();
        assertThat(customer.reserve(identifier, BOLT.id(), SKYLAB.id())).isTrue();
    }

    @Test
    void theOwningCustomerKnowsItsMembersAsLongAsNoEventHasEndedThem() {
        var customer = new SqlOwningCustomer(is.sql, is.clock);

        assertThat(customer.memberOf(ACME.id(), BEN.id())).isEqualTo(customer.member(ACME.id(), BEN.in(ACME)));
        assertThat(customer.member(ACME.id(), BEN.in(ACME))).isPresent();
        assertThat(customer.member(BOLT.id(), BEN.in(ACME))).isEmpty();
        is.happened(BEN.removed(ACME));
        assertThat(customer.memberOf(ACME.id(), BEN.id())).isEmpty();
        assertThat(customer.member(ACME.id(), BEN.in(ACME))).isEmpty();
    }
}
