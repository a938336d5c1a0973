package io.customeraccounts.projections.users;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Firm;
import io.customeraccounts.projections.testing.Story.Somebody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataIntegrityViolationException;

@ParameterizedClass
@EnumSource(Databases.class)
class UsersTest {

    @Parameter
    Databases kind;

    private ReadSide is;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void showsWhoJoined() {
        is.happened(BEN.invited(ACME, ANNA, is.in(Duration.ofDays(7))));
        is.clock.advance(Duration.ofHours(1));
        is.happened(BEN.accepted(ACME));

        var ben = is.users.find(ACME.id(), BEN.in(ACME)).orElseThrow();

        assertThat(ben.fullName()).isEqualTo("Ben Beech");
        assertThat(ben.email()).isEqualTo("Ben@acme.example");
        assertThat(ben.personId()).isEqualTo(BEN.id());
        assertThat(ben.group()).isEqualTo(Groups.CUSTOMER_EMPLOYEE);
        assertThat(ben.invitationId()).isEqualTo(BEN.invitedTo(ACME));
        assertThat(ben.joinedAt()).isEqualTo(ReadSide.NOON.plusSeconds(3600));
        assertThat(ben.endsAt()).isNull();
        assertThat(ben.endedAt()).isNull();
        assertThat(ben.version()).isEqualTo(4);
    }

    @Test
    void hidesNamesInTexts() {
        assertThat(is.users.find(ACME.id(), ANNA.in(ACME)).toString()).doesNotContain("Anna", "anna@");
    }

    @Test
    void findsAUserInTheirOwnCustomerOnly() {
        is.happened(BOLT.opened(BEN), BEN.admin(BOLT));

        assertThat(is.users.find(BOLT.id(), ANNA.in(ACME))).isEmpty();
        assertThat(is.users.find(ACME.id(), List.of(ANNA.in(ACME), BEN.in(BOLT))))
                .extracting(UserRow::membershipId)
                .containsExactly(ANNA.in(ACME));
    }

    @Test
    void countsGroupAndEndAsChangesOfTheUser() {
        is.happened(BEN.employee(ACME));
        is.happened(changed(BEN, Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN));
        assertThat(user(BEN).group()).isEqualTo(Groups.CUSTOMER_ADMIN);
        assertThat(user(BEN).version()).isEqualTo(3);

        var end = is.in(Duration.ofDays(1));
        is.happened(new MembershipEndSet(ACME.id(), BEN.in(ACME), end));
        assertThat(user(BEN).endsAt()).isEqualTo(end);
        assertThat(user(BEN).version()).isEqualTo(4);

        is.happened(new MembershipEndSet(ACME.id(), BEN.in(ACME), null));
        assertThat(user(BEN).endsAt()).isNull();
        assertThat(user(BEN).version()).isEqualTo(5);
        assertThat(user(ANNA).version()).isEqualTo(1);
    }

    @Test
    void endsAMembershipAtTheVeryInstantOfItsEnd() {
        var end = is.in(Duration.ofDays(1));
        is.happened(BEN.employee(ACME), new MembershipEndSet(ACME.id(), BEN.in(ACME), end));

        is.clock.moveTo(end.minusMillis(1));
        assertThat(is.users.membershipOf(BEN.id(), ACME.id())).isPresent();
        assertThat(names(UserOrder.NAME, false)).contains("Ben Beech");

        is.clock.moveTo(end);
        assertThat(is.users.membershipOf(BEN.id(), ACME.id())).isEmpty();
        assertThat(is.users.membershipsOf(BEN.id())).isEmpty();
        assertThat(is.users.find(ACME.id(), BEN.in(ACME))).isEmpty();
        assertThat(names(UserOrder.NAME, false)).containsExactly("Anna Alder");
    }

    @Test
    void keepsTheRowsOfFormerUsersButNeverListsThem() {
        is.happened(BEN.employee(ACME));
        is.clock.advance(Duration.ofHours(1));
        is.happened(BEN.removed(ACME));

        for (var order : UserOrder.values()) {
            assertThat(names(order, false)).containsExactly("Anna Alder");
            assertThat(names(order, true)).containsExactly("Anna Alder");
        }
        assertThat(is.users.find(ACME.id(), BEN.in(ACME))).isEmpty();
        assertThat(is.users.membershipOf(BEN.id(), ACME.id())).isEmpty();
        assertThat(is.users.membershipsOf(BEN.id())).isEmpty();
        var former = is.users.presentOrFormer(BEN.in(ACME)).orElseThrow();
        assertThat(former.fullName()).isEqualTo("Ben Beech");
        assertThat(former.endedAt()).isEqualTo(is.clock.instant());
        assertThat(former.endedBecause()).isEqualTo(RemovalCause.BY_ADMIN);
    }

    @Test
    void listsWhoCameBackOnceWithTheNewMembership() {
        var again = new MembershipId(Story.id("again"));
        is.happened(BEN.employee(ACME), BEN.removed(ACME));
        is.happened(BEN.cameBack(ACME, again, Groups.CUSTOMER_EMPLOYEE));

        assertThat(names(UserOrder.NAME, false)).containsExactly("Anna Alder", "Ben Beech");
        assertThat(is.users.membershipOf(BEN.id(), ACME.id()).orElseThrow().membershipId())
                .isEqualTo(again);
        assertThat(is.users.find(ACME.id(), again).orElseThrow().formerMembershipId())
                .isEqualTo(BEN.in(ACME));
    }

    @Test
    void cannotHoldTwoActiveMembershipsOfOnePersonInOneCustomer() {
        is.happened(BEN.employee(ACME));
        var second = BEN.joined(ACME, new MembershipId(Story.id("second")), Groups.CUSTOMER_EMPLOYEE, null);

        assertThatThrownBy(() -> is.happened(second)).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void ordersByNameWithoutCaseAndAccents() {
        join("Émile", "émile", "EMILIA", "Zoë", "Özil", "van Dyk", "Van Damme", "Ava", "Avaline", "李雷");

        assertThat(names(UserOrder.NAME, false))
                .containsExactly(
                        "Anna Alder",
                        "Ava",
                        "Avaline",
                        "Émile",
                        "émile",
                        "EMILIA",
                        "Özil",
                        "Van Damme",
                        "van Dyk",
                        "Zoë",
                        "李雷");
        assertThat(names(UserOrder.NAME, true))
                .isEqualTo(names(UserOrder.NAME, false).reversed());
    }

    @Test
    void ordersByEmailGroupAndTime() {
        join("Zed", "Yan", "Xia");
        is.happened(changed(somebody("Yan"), Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN));
        var mia = new Somebody("Mia", "AAA@acme.example");
        is.clock.advance(Duration.ofSeconds(1));
        is.happened(mia.employee(ACME));

        assertThat(names(UserOrder.EMAIL, false)).containsExactly("Mia", "Anna Alder", "Xia", "Yan", "Zed");
        assertThat(names(UserOrder.GROUP, false)).containsExactly("Anna Alder", "Yan", "Mia", "Xia", "Zed");
        assertThat(names(UserOrder.JOINED, false)).containsExactly("Anna Alder", "Zed", "Yan", "Xia", "Mia");
        for (var order : UserOrder.values()) {
            assertThat(names(order, true)).isEqualTo(names(order, false).reversed());
        }
    }

    @Test
    void filtersByGroupInEveryOrder() {
        join("Zed", "Yan", "Xia");
        is.happened(changed(somebody("Zed"), Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN));
        var admins = new UserFilter(null, Groups.CUSTOMER_ADMIN);
        var employees = new UserFilter(null, Groups.CUSTOMER_EMPLOYEE);

        for (var order : UserOrder.values()) {
            assertThat(names(admins, order, false)).containsExactly("Anna Alder", "Zed");
            assertThat(names(admins, order, true)).containsExactly("Zed", "Anna Alder");
        }
        assertThat(names(employees, UserOrder.NAME, false)).containsExactly("Xia", "Yan");
        assertThat(names(employees, UserOrder.JOINED, false)).containsExactly("Yan", "Xia");
        assertThat(names(new UserFilter(null, new GroupName("CUSTOMER")), UserOrder.NAME, false))
                .isEmpty();
    }

    @Test
    void searchesNameAndAddressAtAnyPlace() {
        is.happened(
                new Somebody("Ömer Straße", "o.strasse@bau.example").employee(ACME),
                new Somebody("100% Legit_Name", "legit@bau.example").employee(ACME));

        assertThat(search("STRASSE")).containsExactly("Ömer Straße");
        assertThat(search("straße")).containsExactly("Ömer Straße");
        assertThat(search("omer")).containsExactly("Ömer Straße");
        assertThat(search("r str")).containsExactly("Ömer Straße");
        assertThat(search("BAU.example")).containsExactly("100% Legit_Name", "Ömer Straße");
        assertThat(search("anna@")).containsExactly("Anna Alder");
        assertThat(search("0%")).containsExactly("100% Legit_Name");
        assertThat(search("t_n")).containsExactly("100% Legit_Name");
        assertThat(search("%")).containsExactly("100% Legit_Name");
        assertThat(search("\\")).isEmpty();
        assertThat(search("' or 1=1 --")).isEmpty();
        assertThat(search("alder\nanna")).isEmpty();
        assertThat(search("\0")).isEmpty();
        assertThat(search("\ud83d")).isEmpty();
        assertThat(search("  ")).hasSize(3);
    }

    @Test
    void findsAnAddressByItsSpellingAndByItsALabels() {
        is.happened(new Somebody("Mia", "mia@bücher.example").employee(ACME));

        assertThat(search("bücher")).containsExactly("Mia");
        assertThat(search("xn--bcher")).containsExactly("Mia");
    }

    @Test
    void pagesThroughEveryUserOnceInEveryOrder() {
        for (var i = 0; i < 23; i++) {
            // Names repeat: what is equal must not be lost between two pages.
            is.happened(new Somebody("Name " + i % 5, "user" + i + "@acme.example").employee(ACME));
        }
        for (var order : UserOrder.values()) {
            for (var descending : List.of(false, true)) {
                for (var limit : List.of(1, 4, 23, 24, 25)) {
                    var all = pages(UserFilter.NONE, order, descending, limit);
                    assertThat(all)
                            .as("%s %s %s", order, descending, limit)
                            .hasSize(24)
                            .doesNotHaveDuplicates();
                    assertThat(all).isEqualTo(pages(UserFilter.NONE, order, descending, 200));
                }
            }
            var filter = new UserFilter("name 3", Groups.CUSTOMER_EMPLOYEE);
            assertThat(pages(filter, order, true, 2)).hasSize(4).isEqualTo(pages(filter, order, true, 200));
        }
    }

    @Test
    void goesOnWhereThePageEndedWhateverHappenedToItsLastUser() {
        join("B", "C", "D");
        var first = is.users.page(ACME.id(), UserFilter.NONE, UserOrder.NAME, false, new PageRequest(null, 2));
        is.happened(somebody("B").removed(ACME));

        var second = is.users.page(ACME.id(), UserFilter.NONE, UserOrder.NAME, false, new PageRequest(first.next(), 2));

        assertThat(second.items()).extracting(UserRow::fullName).containsExactly("C", "D");
        assertThat(second.next()).isNull();
    }

    @Test
    void refusesACursorOfAnotherList() {
        join("B", "C");
        is.happened(BOLT.opened(BEN), BEN.admin(BOLT), somebody("B").employee(BOLT));
        var cursor = is.users
                .page(ACME.id(), UserFilter.NONE, UserOrder.NAME, false, new PageRequest(null, 1))
                .next();

        refuses(cursor, ACME, UserFilter.NONE, UserOrder.NAME, true);
        refuses(cursor, ACME, UserFilter.NONE, UserOrder.EMAIL, false);
        refuses(cursor, ACME, new UserFilter("b", null), UserOrder.NAME, false);
        refuses(cursor, ACME, new UserFilter(null, Groups.CUSTOMER_ADMIN), UserOrder.NAME, false);
        refuses(cursor, BOLT, UserFilter.NONE, UserOrder.NAME, false);
        refuses("no cursor", ACME, UserFilter.NONE, UserOrder.NAME, false);
        refuses("", ACME, UserFilter.NONE, UserOrder.NAME, false);
        refuses(cursor + "AAAA", ACME, UserFilter.NONE, UserOrder.NAME, false);
    }

    @Test
    void showsAPersonTheirCustomersByName() {
        is.happened(BOLT.openedUntil(ANNA, is.in(Duration.ofDays(14))), ANNA.admin(BOLT));

        assertThat(is.users.membershipsOf(ANNA.id()))
                .extracting(MembershipRow::customerName, MembershipRow::state, MembershipRow::group)
                .containsExactly(
                        tuple("ACME", CustomerState.ACTIVE, Groups.CUSTOMER_ADMIN),
                        tuple("Bolt & Co", CustomerState.PENDING_CONFIRMATION, Groups.CUSTOMER_ADMIN));

        is.clock.advance(Duration.ofDays(14));
        assertThat(is.users.membershipsOf(ANNA.id()))
                .extracting(MembershipRow::customerId)
                .containsExactly(ACME.id());
    }

    @Test
    void tellsTheStateOfTheCustomerWithTheMembership() {
        is.happened(new CustomerClosed(ACME.id()));

        assertThat(is.users.membershipOf(ANNA.id(), ACME.id()))
                .hasValue(new Standing(ANNA.in(ACME), Groups.CUSTOMER_ADMIN, CustomerState.CLOSED));
        assertThat(is.users.membershipsOf(ANNA.id())).isEmpty();
    }

    @Test
    void forgetsWhoOpenedACustomerThatWasNeverConfirmed() {
        is.happened(BOLT.openedUntil(BEN, is.in(Duration.ofDays(14))), BEN.admin(BOLT));
        is.clock.advance(Duration.ofDays(14));
        is.happened(new CustomerExpired(BOLT.id(), "bolt", BEN.id()));

        var ben = is.users.presentOrFormer(BEN.in(BOLT)).orElseThrow();
        assertThat(ben.fullName()).isNull();
        assertThat(ben.email()).isNull();
        assertThat(is.users.membershipOf(BEN.id(), BOLT.id())).isEmpty();
        assertThat(is.rows().get("customer_user").toString()).doesNotContain("ben@", "Ben", "62656e");
    }

    @Test
    void blanksAPersonEverywhere() {
        is.happened(BOLT.opened(BEN), BEN.admin(BOLT), CLEO.employee(BOLT));
        is.happened(BEN.employee(ACME), BEN.removed(ACME));

        is.users.blank(BEN.id());

        assertThat(is.rows().get("customer_user").toString()).doesNotContain("ben@", "Ben", "62656e");
        assertThat(is.users
                        .page(BOLT.id(), UserFilter.NONE, UserOrder.NAME, false, PageRequest.FIRST)
                        .items())
                .extracting(UserRow::fullName)
                .containsExactly(null, "Cléo Cedar");
    }

    private CustomerEvent changed(Somebody who, GroupName from, GroupName to) {
        return new GroupChanged(ACME.id(), who.in(ACME), from, to, false);
    }

    private static Somebody somebody(String name) {
        return new Somebody(name, email(name));
    }

    /** Ordered like the name where it matters, and valid whatever the name is. */
    private static String email(String name) {
        var letters = "u" + name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        return letters + "." + Story.id(name).toString().substring(0, 8) + "@acme.example";
    }

    private void join(String... names) {
        for (var name : names) {
            is.clock.advance(Duration.ofSeconds(1));
            is.happened(somebody(name).employee(ACME));
        }
    }

    private UserRow user(Somebody who) {
        return is.users.find(ACME.id(), who.in(ACME)).orElseThrow();
    }

    private List<@Nullable String> search(String text) {
        return names(new UserFilter(text, null), UserOrder.NAME, false);
    }

    private List<@Nullable String> names(UserOrder order, boolean descending) {
        return names(UserFilter.NONE, order, descending);
    }

    private List<@Nullable String> names(UserFilter filter, UserOrder order, boolean descending) {
        return is.users.page(ACME.id(), filter, order, descending, PageRequest.FIRST).items().stream()
                .<@Nullable String>map(UserRow::fullName)
                .toList();
    }

    private List<MembershipId> pages(UserFilter filter, UserOrder order, boolean descending, int limit) {
        var all = new ArrayList<MembershipId>();
        var cursor = (String) null;
        do {
            var page = is.users.page(ACME.id(), filter, order, descending, new PageRequest(cursor, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
            page.items().forEach(user -> all.add(user.membershipId()));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    private void refuses(String cursor, Firm firm, UserFilter filter, UserOrder order, boolean descending) {
        assertThatThrownBy(() -> is.users.page(firm.id(), filter, order, descending, new PageRequest(cursor, 1)))
                .isInstanceOf(MalformedCursor.class);
    }
}
