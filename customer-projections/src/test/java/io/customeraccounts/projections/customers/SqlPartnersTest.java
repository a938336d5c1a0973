package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static java.util.Objects.requireNonNull;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                        .managedBy(BOLT.id(), CustomerFilter.NONE, CustomerOrder.NAME, false, PageRequest.FIRST)
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

        var first = is.customers.managedBy(
                BOLT.id(), CustomerFilter.NONE, CustomerOrder.NAME, false, new PageRequest(null, 2));
        var second = is.customers.managedBy(
                BOLT.id(), CustomerFilter.NONE, CustomerOrder.NAME, false, new PageRequest(first.next(), 2));

        assertThat(first.items()).extracting(CustomerRow::name).containsExactly("ACME", "Aster");
        assertThat(second.items()).extracting(CustomerRow::name).containsExactly("Cone");
        assertThat(second.next()).isNull();

        is.happened(new ManagingPartnerChanged(aster.id(), BOLT.id(), null));
        assertThat(listed(null, CustomerOrder.NAME, false)).containsExactly("ACME", "Cone");
    }

    /** Page by page. */
    private List<String> listed(@Nullable CustomerState state, CustomerOrder order, boolean descending) {
        var names = new ArrayList<String>();
        String next = null;
        do {
            var page = is.customers.managedBy(
                    BOLT.id(), new CustomerFilter(null, state), order, descending, new PageRequest(next, 2));
            page.items().forEach(it -> names.add(it.name()));
            next = page.next();
        } while (next != null);
        return names;
    }

    @Test
    void listsThemByIdentifierAndByTheTimeOfTheirOpening() {
        for (var firm : List.of(new Firm("ab", "Zeta"), new Firm("a-z", "Beta"), new Firm("a1", "Eta"))) {
            is.clock.moveTo(is.clock.instant().plusSeconds(1));
            is.happened(firm.createdBy(BOLT));
        }

        assertThat(listed(null, CustomerOrder.IDENTIFIER, false)).containsExactly("Beta", "Eta", "Zeta", "ACME");
        assertThat(listed(null, CustomerOrder.IDENTIFIER, true)).containsExactly("ACME", "Zeta", "Eta", "Beta");
        assertThat(listed(null, CustomerOrder.OPENED, false)).containsExactly("ACME", "Zeta", "Beta", "Eta");
        assertThat(listed(null, CustomerOrder.OPENED, true)).containsExactly("Eta", "Beta", "Zeta", "ACME");
        assertThat(listed(null, CustomerOrder.NAME, true)).containsExactly("Zeta", "Eta", "Beta", "ACME");
    }

    @Test
    void listsThoseInOneStateAsTheClockSeesIt() {
        var used = new Firm("used", "Used");
        var closed = new Firm("closed", "Closed");
        var unconfirmed = new Firm("open", "Unconfirmed");
        is.happened(used.createdBy(BOLT), CLEO.joined(used, Groups.CUSTOMER_ADMIN));
        is.happened(closed.createdBy(BOLT));
        is.happened(new CustomerClosed(closed.id()));
        is.happened(
                unconfirmed.openedUntil(CLEO, is.in(Duration.ofDays(14))),
                new ManagingPartnerChanged(unconfirmed.id(), null, BOLT.id()));

        eachIsListedInItsStateAndInNoOther();
        assertThat(listed(CustomerState.ACTIVE, CustomerOrder.NAME, false)).containsExactly("Used");
        assertThat(listed(CustomerState.PENDING_CONFIRMATION, CustomerOrder.NAME, false))
                .containsExactly("Unconfirmed");
        is.clock.moveTo(is.in(Duration.ofDays(30)));
        eachIsListedInItsStateAndInNoOther();
        assertThat(listed(CustomerState.RESTRICTED, CustomerOrder.OPENED, true)).containsExactly("Used");
        assertThat(listed(CustomerState.EXPIRED, CustomerOrder.NAME, false)).containsExactly("Unconfirmed");
    }

    private void eachIsListedInItsStateAndInNoOther() {
        var all = is.customers
                .managedBy(BOLT.id(), CustomerFilter.NONE, CustomerOrder.NAME, false, PageRequest.FIRST)
                .items();
        for (var state : CustomerState.values()) {
            var names = all.stream()
                    .filter(it -> it.state() == state)
                    .map(CustomerRow::name)
                    .toList();
            for (var order : CustomerOrder.values()) {
                assertThat(listed(state, order, false))
                        .as("%s by %s", state, order)
                        .containsExactlyInAnyOrderElementsOf(names);
            }
        }
    }

    @Test
    void findsThePlaceOfCustomersFromBeforeThereWasOne() throws IOException {
        is.happened(new Firm("a1", "Eta").createdBy(BOLT));
        var before = places();
        is.sql
                .sql("update customer set by_identifier = null, by_opened = null, by_managed = null")
                .update();
        assertThat(places()).isNotEqualTo(before);

        try (var migration = getClass().getResourceAsStream("/db/migration/V258__managed_customers_in_order.sql")) {
            Stream.of(new String(requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8).split(";"))
                    .filter(statement -> statement.contains("update customer"))
                    .forEach(statement -> is.sql.sql(statement).update());
        }
        assertThat(places()).hasSize(3).isEqualTo(before);
    }

    private List<String> places() {
        return is.sql
                .sql("select by_identifier, by_opened, by_managed from customer order by identifier")
                .query((row, number) -> Arrays.toString(row.getBytes(1)) + " " + Arrays.toString(row.getBytes(2)))
                .list();
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
        return is
                .customers
                .managedBy(BOLT.id(), new CustomerFilter(search, null), CustomerOrder.NAME, false, PageRequest.FIRST)
                .items()
                .stream()
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
