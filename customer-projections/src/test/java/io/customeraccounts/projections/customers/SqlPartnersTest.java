package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Firm;
import io.customeraccounts.projections.testing.Waiting;
import io.customeraccounts.projections.users.PartnerStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** ACME is managed by the partner Bolt, of which Anna is the admin and Ben a controller. */
@ParameterizedClass
@EnumSource(Databases.class)
class SqlPartnersTest {

    private static final GroupName CONTROLLER = new GroupName("CONTROLLER");
    private static final Actor.PartnerUser BEN_OF_BOLT = new Actor.PartnerUser(BEN.id(), BOLT.id());

    @Parameter
    Databases kind;

    private ReadSide is;
    private SqlPartners partners;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        partners = new SqlPartners(is.sql, Groups.shipped());
        is.happened(BOLT.openedAsPartner(ANNA), ANNA.joined(BOLT, Groups.PARTNER_ADMIN), BEN.joined(BOLT, CONTROLLER));
        is.happened(ACME.createdBy(BOLT));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void showsAManagedCustomerWithoutAdminAndWhoManagesIt() {
        var acme = is.customers.find(ACME.id()).orElseThrow();

        assertThat(acme.state()).isEqualTo(CustomerState.NO_ADMIN);
        assertThat(acme.managedBy()).isEqualTo(BOLT.id());
        assertThat(acme.paymentDueBy()).isEqualTo(is.in(Duration.ofDays(30)));
        assertThat(is.customers
                        .managedBy(BOLT.id(), null, new PageRequest(null, 10))
                        .items())
                .containsExactly(acme);
    }

    @Test
    void listsWhatAPartnerManagesPageByPageInTheOrderOfNames() {
        var cone = new Firm("cone", "Cone");
        var aster = new Firm("aster", "Aster");
        is.happened(cone.createdBy(BOLT));
        is.happened(aster.createdBy(BOLT));
        is.happened(new Firm("other", "Other").createdBy(cone));

        var first = is.customers.managedBy(BOLT.id(), null, new PageRequest(null, 2));
        var second = is.customers.managedBy(BOLT.id(), null, new PageRequest(first.next(), 2));

        assertThat(first.items()).extracting(CustomerRow::name).containsExactly("ACME", "Aster");
        assertThat(second.items()).extracting(CustomerRow::name).containsExactly("Cone");
        assertThat(second.next()).isNull();

        is.happened(new ManagingPartnerChanged(aster.id(), BOLT.id(), null));
        assertThat(is.customers
                        .managedBy(BOLT.id(), null, new PageRequest(null, 9))
                        .items())
                .extracting(CustomerRow::name)
                .containsExactly("ACME", "Cone");
    }

    @Test
    void findsThemByPartOfNameOrIdentifier() {
        is.happened(new Firm("oekowerk-2", "Ökologische Werke").createdBy(BOLT));
        is.happened(new CustomerRenamed(ACME.id(), "Zürcher Häuser"));

        assertThat(found("OKOL")).containsExactly("Ökologische Werke");
        assertThat(found("werk-2")).containsExactly("Ökologische Werke");
        assertThat(found("hauser")).containsExactly("Zürcher Häuser");
        assertThat(found("acme")).containsExactly("Zürcher Häuser");
        assertThat(found("nobody")).isEmpty();
        assertThat(found("a\u0000b")).isEmpty();
    }

    private List<String> found(String search) {
        return is.customers.managedBy(BOLT.id(), search, new PageRequest(null, 10)).items().stream()
                .map(CustomerRow::name)
                .toList();
    }

    @Test
    void saysHowSomebodyStandsInThePartnerOfACustomer() {
        var anna = new PartnerStanding(BOLT.id(), ANNA.in(BOLT), Groups.PARTNER_ADMIN);
        assertThat(is.users.inPartnerOf(ACME.id(), ANNA.id())).contains(anna);
        assertThat(is.users.inPartnerOf(BOLT.id(), ANNA.id())).isEmpty();

        is.happened(new ManagingPartnerChanged(ACME.id(), BOLT.id(), null));
        assertThat(is.users.inPartnerOf(ACME.id(), ANNA.id())).isEmpty();

        is.happened(new ManagingPartnerChanged(ACME.id(), null, BOLT.id()));
        assertThat(is.users.inPartnerOf(ACME.id(), ANNA.id())).contains(anna);

        is.happened(ANNA.removed(BOLT));
        assertThat(is.users.inPartnerOf(ACME.id(), ANNA.id())).isEmpty();
    }

    @Test
    void standsInNoPartnerThatIsClosedOrOnceTheEndDateHasCome() {
        var tomorrow = is.in(Duration.ofDays(1));
        is.happened(new MembershipEndSet(BOLT.id(), BEN.in(BOLT), tomorrow));
        assertThat(is.users.inPartnerOf(ACME.id(), BEN.id())).isPresent();

        is.clock.moveTo(tomorrow);
        assertThat(is.users.inPartnerOf(ACME.id(), BEN.id())).isEmpty();
        assertThat(is.users.inPartnerOf(ACME.id(), ANNA.id())).isPresent();

        is.happened(new CustomerClosed(BOLT.id()));
        assertThat(is.users.inPartnerOf(ACME.id(), ANNA.id())).isEmpty();
    }

    @Test
    void permitsWhatTheGroupInThePartnerAllowsAsLongAsTheMembershipLasts() {
        assertThat(permits(Permission.EXPORT_PROJECTS)).isTrue();
        assertThat(permits(Permission.MANAGE_QUOTA)).isFalse();

        is.happened(new GroupChanged(BOLT.id(), BEN.in(BOLT), CONTROLLER, new GroupName("OPS_SUPPORT"), false));
        assertThat(permits(Permission.EXPORT_PROJECTS)).isFalse();
        assertThat(permits(Permission.MANAGE_QUOTA)).isTrue();

        is.happened(new MembershipEndSet(BOLT.id(), BEN.in(BOLT), is.in(Duration.ofHours(1))));
        is.clock.moveTo(is.in(Duration.ofHours(1)));
        assertThat(permits(Permission.MANAGE_QUOTA)).isFalse();
    }

    @Test
    void permitsNothingOnceThePartnerIsNoneOrClosed() {
        is.happened(new KindChanged(BOLT.id(), CustomerKind.PARTNER, CustomerKind.CUSTOMER));
        assertThat(permits(Permission.EXPORT_PROJECTS)).isFalse();

        is.happened(new KindChanged(BOLT.id(), CustomerKind.CUSTOMER, CustomerKind.PARTNER));
        assertThat(permits(Permission.EXPORT_PROJECTS)).isTrue();

        is.happened(new CustomerClosed(BOLT.id()));
        assertThat(permits(Permission.EXPORT_PROJECTS)).isFalse();
    }

    @Test
    void knowsWhetherAPartnerManagesAnyThatHasNotEnded() {
        assertThat(managesAny()).isTrue();

        is.happened(new CustomerClosed(ACME.id()));
        assertThat(managesAny()).isFalse();
    }

    /** A user who is being removed acts either before, or not at all. */
    @Test
    void waitsForARemovalThatIsUnderWay() throws Exception {
        var removed = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var removal = threads.submit(() -> is.transactions.executeWithoutResult(transaction -> {
                is.messages(new Decision(is.clock.instant(), List.of(BEN.removed(BOLT))))
                        .forEach(is::handle);
                removed.countDown();
                await(commit);
            }));
            await(removed);
            var asked = threads.submit(() -> permits(Permission.EXPORT_PROJECTS));
            Waiting.until(is::isSomebodyWaitingForALock);
            commit.countDown();

            assertThat(asked.get(10, TimeUnit.SECONDS)).isFalse();
            removal.get(10, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean permits(Permission permission) {
        return inTransaction(
                () -> partners.permits(BEN_OF_BOLT, permission, now()).isPresent());
    }

    private boolean managesAny() {
        return inTransaction(() -> partners.managesAny(BOLT.id()));
    }

    private Instant now() {
        return is.clock.instant();
    }

    private boolean inTransaction(Supplier<Boolean> question) {
        return Boolean.TRUE.equals(is.transactions.execute(transaction -> question.get()));
    }
}
