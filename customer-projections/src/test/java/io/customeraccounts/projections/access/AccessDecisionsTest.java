package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.access.Action.MANAGE;
import static io.customeraccounts.projections.access.Action.USE;
import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static io.customeraccounts.projections.testing.Story.GEMINI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.Decision.Allowed;
import io.customeraccounts.projections.access.Decision.Because;
import io.customeraccounts.projections.access.Decision.Denied;
import io.customeraccounts.projections.access.Decision.Missing;
import io.customeraccounts.projections.access.Decision.Rule;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Somebody;
import io.customeraccounts.projections.testing.Story.Venture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rules: Removal, Projects, Invariants 3 and 4. */
@ParameterizedClass
@EnumSource
class AccessDecisionsTest {

    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private final Databases kind;
    private ReadSide is;
    private AccessDecisions decisions;

    AccessDecisionsTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        decisions = new AccessDecisions(is.sql, is.clock, Groups.shipped());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
        is.happened(APOLLO.created());
    }

    @AfterEach
    void close() {
        is.close();
    }

    private Decision ask(Somebody who, Action action) {
        return ask(who, action, APOLLO);
    }

    private Decision ask(Somebody who, Action action, Venture project) {
        return decisions.decide(new Subject.OfPerson(who.id()), action, project.id());
    }

    private void assertMissing(Missing missing, Somebody who, Action action) {
        assertThat(ask(who, action))
                .isInstanceOfSatisfying(
                        Denied.class, it -> assertThat(it.missing()).isEqualTo(missing));
    }

    // Who may

    @Test
    void usingComesFromAGrant() {
        is.happened(APOLLO.assigned(BEN));

        assertThat(ask(BEN, USE)).isInstanceOfSatisfying(Allowed.class, it -> {
            assertThat(it.rule()).isEqualTo(Rule.GRANT);
            assertThat(it.customerId()).isEqualTo(ACME.id());
            assertThat(it.membershipId()).isEqualTo(BEN.in(ACME));
            assertThat(it.group()).isEqualTo(Groups.CUSTOMER_EMPLOYEE);
            assertThat(it.grantId()).isEqualTo(APOLLO.grantOf(BEN));
            assertThat(it.role()).isEqualTo(ProjectRole.PROJECT_USER);
        });
        assertMissing(Missing.GROUP_MAY_NOT_MANAGE, BEN, MANAGE);
    }

    @Test
    void managingComesFromTheGroup() {
        assertThat(ask(ANNA, MANAGE)).isInstanceOfSatisfying(Allowed.class, it -> {
            assertThat(it.rule()).isEqualTo(Rule.GROUP);
            assertThat(it.group()).isEqualTo(Groups.CUSTOMER_ADMIN);
            assertThat(it.grantId()).isNull();
            assertThat(it.role()).isNull();
        });
        assertMissing(Missing.NOT_ASSIGNED, ANNA, USE);
    }

    @Test
    void theRoleIsThatOfTheLastChange() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(new ProjectRoleChanged(
                ACME.id(),
                APOLLO.id(),
                APOLLO.grantOf(BEN),
                BEN.in(ACME),
                ProjectRole.PROJECT_USER,
                ProjectRole.PROJECT_READER));

        assertThat(ask(BEN, USE))
                .isInstanceOfSatisfying(
                        Allowed.class, it -> assertThat(it.role()).isEqualTo(ProjectRole.PROJECT_READER));
    }

    @Test
    void aGrantIsForOneProject() {
        is.happened(GEMINI.created());
        is.happened(APOLLO.assigned(BEN));

        assertThat(ask(BEN, USE, GEMINI).allowed()).isFalse();
    }

    @Test
    void aMembershipIsAskedForByItself() {
        is.happened(APOLLO.assigned(BEN));
        var comeBack = new MembershipId(Story.id("second membership"));

        assertThat(of(BEN.in(ACME)).allowed()).isTrue();
        is.happened(BEN.removed(ACME));
        is.happened(BEN.cameBack(ACME, comeBack, Groups.CUSTOMER_EMPLOYEE));
        is.happened(APOLLO.assigned(new GrantId(Story.id("second grant")), comeBack, null));

        assertThat(of(BEN.in(ACME)).allowed()).isFalse();
        assertThat(of(comeBack).allowed()).isTrue();
        assertThat(ask(BEN, USE).allowed()).isTrue();
    }

    private Decision of(MembershipId membershipId) {
        return decisions.decide(new Subject.OfMembership(membershipId), USE, APOLLO.id());
    }

    // What is missing

    @Test
    void nobodyMayUseAnUnknownProject() {
        var decision = ask(ANNA, MANAGE, GEMINI);

        assertThat(decision).isEqualTo(new Denied(null, Missing.PROJECT_UNKNOWN, List.of()));
    }

    @Test
    void whoIsNoUserMayNothing() {
        is.happened(BOLT.opened(CLEO), CLEO.admin(BOLT));

        assertMissing(Missing.NOT_A_USER, CLEO, USE);
        assertMissing(Missing.NOT_A_USER, CLEO, MANAGE);
        assertThat(of(CLEO.in(BOLT)).allowed()).isFalse();
    }

    @Test
    void removalEndsEverythingAtOnce() {
        is.happened(GEMINI.created());
        is.happened(APOLLO.assigned(BEN));
        is.happened(GEMINI.assigned(BEN));
        is.happened(BEN.removed(ACME));

        assertMissing(Missing.MEMBERSHIP_ENDED, BEN, USE);
        assertThat(ask(BEN, USE, GEMINI).allowed()).isFalse();
    }

    @Test
    void anAssignmentThatIsRecordedAfterTheRemovalGivesNothing() {
        is.happened(BEN.removed(ACME));
        is.happened(APOLLO.assigned(BEN));

        assertMissing(Missing.MEMBERSHIP_ENDED, BEN, USE);
    }

    @Test
    void whoComesBackHasNothingOfWhatTheyHad() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(BEN.removed(ACME));
        is.happened(BEN.cameBack(ACME, new MembershipId(Story.id("second membership")), Groups.CUSTOMER_EMPLOYEE));

        assertMissing(Missing.NOT_ASSIGNED, BEN, USE);
        is.happened(APOLLO.revoked(BEN, RevocationCause.USER_REMOVED));
        assertMissing(Missing.NOT_ASSIGNED, BEN, USE);
    }

    @Test
    void endDatesAreJudgedByTheClock() {
        is.happened(APOLLO.assigned(BEN, ONE));

        is.clock.moveTo(ONE.minusNanos(1_000));
        assertThat(ask(BEN, USE).allowed()).isTrue();
        is.clock.moveTo(ONE);
        assertMissing(Missing.ACCESS_EXPIRED, BEN, USE);
    }

    @Test
    void theEndOfAMembershipToo() {
        is.happened(APOLLO.assigned(BEN), new MembershipEndSet(ACME.id(), BEN.in(ACME), ONE));

        is.clock.moveTo(ONE.minusNanos(1_000));
        assertThat(ask(BEN, USE).allowed()).isTrue();
        is.clock.moveTo(ONE);
        assertMissing(Missing.MEMBERSHIP_EXPIRED, BEN, USE);
        assertMissing(Missing.MEMBERSHIP_EXPIRED, BEN, MANAGE);
    }

    @Test
    void whoIsUnassignedMayNotUseItAndMayAgainWithAnotherGrant() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(APOLLO.unassigned(BEN));
        assertMissing(Missing.ACCESS_ENDED, BEN, USE);

        is.happened(APOLLO.assigned(new GrantId(Story.id("second grant")), BEN.in(ACME), null));
        assertThat(ask(BEN, USE).allowed()).isTrue();
    }

    @Test
    void markingForDeletionEndsAllAccess() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(APOLLO.marked());

        assertMissing(Missing.PROJECT_NOT_ACTIVE, BEN, USE);
        assertMissing(Missing.PROJECT_NOT_ACTIVE, ANNA, MANAGE);
    }

    @Test
    void closingTheCustomerEndsAllAccess() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(new CustomerClosed(ACME.id()));

        assertMissing(Missing.CUSTOMER_NOT_USABLE, BEN, USE);
        assertMissing(Missing.CUSTOMER_NOT_USABLE, ANNA, MANAGE);
    }

    @Test
    void whoIsNoAdminAnyMoreMayNotManage() {
        is.happened(new GroupChanged(ACME.id(), ANNA.in(ACME), Groups.CUSTOMER_ADMIN, Groups.CUSTOMER_EMPLOYEE, true));

        assertMissing(Missing.GROUP_MAY_NOT_MANAGE, ANNA, MANAGE);
    }

    // Why

    @Test
    void namesTheEventsAndTheirPositionsOnceTheyAreSealed() {
        try (var stored = new ReadSide(kind, it -> new InMemoryVault())) {
            var asked = new AccessDecisions(stored.sql, stored.clock, Groups.shipped());
            var ben = new Subject.OfPerson(BEN.id());
            happen(stored, ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
            happen(stored, APOLLO.created());
            happen(stored, APOLLO.assigned(BEN));
            var joined = eventId(ACME.id().toString(), 2);
            var assigned = eventId(APOLLO.id().toString(), 1);

            assertThat(asked.decide(ben, USE, APOLLO.id()).because())
                    .containsExactly(new Because(joined, null), new Because(assigned, null));
            new Ledger(new JdbcTemplate(stored.database), new JdbcTransactionManager(stored.database), stored.clock)
                    .seal();
            assertThat(asked.decide(ben, USE, APOLLO.id()).because())
                    .containsExactly(new Because(joined, 3L), new Because(assigned, 5L));

            happen(stored, APOLLO.unassigned(BEN));
            assertThat(asked.decide(ben, USE, APOLLO.id()).because())
                    .containsExactly(new Because(eventId(APOLLO.id().toString(), 2), null));
            happen(stored, BEN.removed(ACME));
            assertThat(asked.decide(ben, USE, APOLLO.id()).because())
                    .containsExactly(new Because(eventId(ACME.id().toString(), 3), null));
            happen(stored, APOLLO.marked());
            assertThat(asked.decide(ben, USE, APOLLO.id()).because())
                    .containsExactly(new Because(eventId(APOLLO.id().toString(), 3), null));
            happen(stored, new CustomerClosed(ACME.id()));
            assertThat(asked.decide(ben, USE, APOLLO.id()).because())
                    .containsExactly(new Because(eventId(ACME.id().toString(), 4), null));
        }
    }

    private static UUID eventId(String aggregate, long number) {
        return Story.id("event %s %d".formatted(aggregate, number));
    }

    private static void happen(ReadSide is, DomainEvent... events) {
        var store = new JdbcEventStorage(
                is.database, new EventSerializer(is.vault, Map.of()), NoOpEventUpcaster.INSTANCE, () -> {});
        is.transactions.executeWithoutResult(transaction -> {
            var messages = is.messages(new RandomHistory.Decision(is.clock.instant(), List.of(events)));
            store.appendEvents(messages);
            messages.forEach(is::handle);
        });
    }

    // Whatever happens

    @Test
    void decidesAsAFoldOfAllEventsDoes() {
        compare(event -> true);
    }

    @Test
    void noticesIfEndDatesDoNotReachTheTables() {
        assertThatThrownBy(() -> compare(event -> !(event instanceof MembershipEndSet)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected: false");
    }

    /** @param reaches the tables */
    private void compare(Predicate<DomainEvent> reaches) {
        var naive = new NaiveAccess();
        var asked = 0;
        var allowed = 0;
        for (var decision : RandomHistory.decisions(12).limit(500).toList()) {
            is.happened(new RandomHistory.Decision(
                    decision.at(), decision.events().stream().filter(reaches).toList()));
            naive.happened(decision.events());
            var persons = List.copyOf(naive.persons());
            for (var project : naive.projects()) {
                // Some at each step; over the history, everyone.
                for (var index = asked % 7; index < persons.size(); index += 7) {
                    for (var action : Action.values()) {
                        var expected = naive.allowed(persons.get(index), action, project, is.clock.instant());
                        assertThat(decisions
                                        .decide(new Subject.OfPerson(persons.get(index)), action, project)
                                        .allowed())
                                .as("%s %s %s at %s", persons.get(index), action, project, is.clock.instant())
                                .isEqualTo(expected);
                        asked++;
                        allowed += expected ? 1 : 0;
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(2_000);
        assertSearches(naive);
        assertThat(allowed).as("of %d", asked).isGreaterThan(asked / 200);
        assertOpenGrants(naive);
    }

    /** Who is found is allowed, and who is allowed is found. */
    private void assertSearches(NaiveAccess naive) {
        var now = is.clock.instant();
        for (var action : Action.values()) {
            for (var person : naive.persons()) {
                var found = new ArrayList<ProjectId>();
                String cursor = null;
                do {
                    var page =
                            decisions.projects(new Subject.OfPerson(person), action, null, new PageRequest(cursor, 2));
                    found.addAll(page.items());
                    cursor = page.next();
                } while (cursor != null);
                assertThat(found)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(naive.projects().stream()
                                .filter(project -> naive.allowed(person, action, project, now))
                                .toList());
            }
        }
    }

    @Test
    void findsTheUsersOfAProjectByWhatTheyMayDo() {
        is.happened(APOLLO.assigned(BEN), CLEO.admin(ACME));
        is.happened(APOLLO.assigned(CLEO));

        assertThat(who(USE)).containsExactlyInAnyOrder(BEN.id(), CLEO.id());
        assertThat(who(MANAGE)).containsExactlyInAnyOrder(ANNA.id(), CLEO.id());
    }

    private List<PersonId> who(Action action) {
        return is.grants.users(ACME.id(), APOLLO.id(), action, PageRequest.FIRST).items().stream()
                .map(ProjectUser::personId)
                .toList();
    }

    private void assertOpenGrants(NaiveAccess naive) {
        var count = 0;
        for (var project : naive.projects()) {
            for (var grant : naive.openGrants(project).values()) {
                assertThat(is.grants.open(project, grant.membershipId())).hasValueSatisfying(row -> {
                    assertThat(row.id()).isEqualTo(grant.grantId());
                    assertThat(row.role()).isEqualTo(naive.role(grant));
                    assertThat(row.endsAt()).isEqualTo(toMicros(naive.end(grant)));
                });
                count++;
            }
        }
        assertThat(is.sql
                        .sql("select count(*) from project_access where open_membership is not null")
                        .query(Integer.class)
                        .single())
                .isEqualTo(count);
    }

    private static @Nullable Instant toMicros(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }
}
