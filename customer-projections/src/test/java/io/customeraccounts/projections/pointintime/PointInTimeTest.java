package io.customeraccounts.projections.pointintime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.pointintime.AccessChange.Kind;
import io.customeraccounts.projections.rebuild.FollowerMemory;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule: History and audit. What the tables answer about a time is what all events up to then come to. */
class PointInTimeTest {

    private static final int DECISIONS = 500;
    private static final int TIMES = 40;

    private record Access(MembershipId user, ProjectId project, String role, List<Long> because) {}

    private record Change(
            MembershipId user,
            @Nullable ProjectId project,
            @Nullable String before,
            @Nullable String after) {}

    private static Followed followed(Databases kind) {
        return new Followed(kind, Followed::historians);
    }

    private static List<Decision> decisions(long seed) {
        return RandomHistory.decisions(seed).limit(DECISIONS).toList();
    }

    @ParameterizedTest
    @CsvSource({"H2, 11", "H2, 12", "POSTGRES, 13", "POSTGRES, 14"})
    void answersWhatAllEventsUpToThenComeTo(Databases kind, long seed) {
        try (var followed = followed(kind)) {
            var decisions = decisions(seed);
            decisions.forEach(followed::happened);

            new Comparison(followed, decisions, seed).compare();
        }
    }

    @ParameterizedTest
    @CsvSource({"H2, 15", "POSTGRES, 16"})
    void staysTheSameWhereEventsAreHandledAgain(Databases kind, long seed) {
        var random = new Random(seed);
        try (var followed = followed(kind);
                var once = followed(kind)) {
            for (var decision : decisions(seed)) {
                once.happened(decision);
                followed.happened(decision);
                if (random.nextInt(4) == 0) {
                    followed.again(random.nextInt(20));
                }
            }

            assertThat(rows(followed)).isEqualTo(rows(once)).hasSizeGreaterThan(DECISIONS);
        }
    }

    private static List<Map<String, Object>> rows(Followed followed) {
        return FollowerMemory.HISTORY.tableNames().stream()
                .flatMap(table ->
                        followed.sql.sql("select * from " + table + " order by 1, 2").query().listOfRows().stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "update past_grant set to_at = null",
        "update past_grant set role = 'PROJECT_ADMIN' where role = 'PROJECT_READER'",
        "update past_user set ends_at = null where ends_at is not null",
        "update past_user set node = -1 where to_position is not null",
        "update past_invitation set node = node + 1 where node > 0",
        "delete from past_project where state <> 'ACTIVE'",
        "update past_customer set state = 'ACTIVE'",
        "update past_customer set payment_due_by = from_at"
    })
    void anyOtherAnswerIsNoticed(String defect) {
        try (var followed = followed(Databases.H2)) {
            var decisions = decisions(17);
            decisions.forEach(followed::happened);
            followed.sql.sql(defect).update();

            assertThatThrownBy(() -> new Comparison(followed, decisions, 17).compare())
                    .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
        }
    }

    @Test
    void anyOtherGeneralDataAreNoticed() {
        try (var followed = followed(Databases.H2)) {
            var decisions = decisions(19);
            decisions.forEach(followed::happened);
            new Comparison(followed, decisions, 19).compareGeneralData();
            for (var defect : List.of(
                    "update past_project set payment_method_id = billing_address_id",
                    "delete from past_location where place = 0 and to_at is null",
                    "update past_general_data set cost_centre_position = null",
                    "update past_general_data set default_billing_address_id = null",
                    "update past_billing_address set address_position = address_position - 1",
                    "update past_payment_method set state = 'ACTIVE'",
                    "update past_payment_method set expires_at = null",
                    "update past_payment_method set to_at = null")) {
                followed.transactions.executeWithoutResult(transaction -> {
                    transaction.setRollbackOnly();
                    followed.sql.sql(defect).update();
                    assertThatThrownBy(() -> new Comparison(followed, decisions, 19).compareGeneralData())
                            .as(defect)
                            .isInstanceOf(AssertionError.class);
                });
            }
        }
    }

    @Test
    void anEndDateThatIsPassedOverIsNoticed() {
        try (var followed = followed(Databases.H2)) {
            var decisions = decisions(18);
            decisions.stream()
                    .map(decision -> new Decision(
                            decision.at(),
                            decision.events().stream()
                                    .filter(event ->
                                            !event.getClass().getSimpleName().equals("MembershipEndSet"))
                                    .toList()))
                    .filter(decision -> !decision.events().isEmpty())
                    .forEach(followed::happened);

            assertThatThrownBy(() -> new Comparison(followed, decisions, 18).compare())
                    .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
        }
    }

    private static final class Comparison {

        private final PointInTime past;
        private final AccessChanges wherePlentyHappened;
        private final List<String> entering;
        private final NaivePast naive;
        private final Random random;
        private final List<CustomerId> customers;
        private final List<ProjectId> projects;
        private final List<MembershipId> users;
        private final List<Instant> times;

        Comparison(Followed followed, List<Decision> decisions, long seed) {
            var clock = new TestClock(decisions.getLast().at());
            wherePlentyHappened = new AccessChanges(followed.sql, -1);
            entering = new PastLists(followed.sql, Groups.shipped()).entering();
            naive = new NaivePast(decisions);
            past = new PointInTime(followed.sql, clock, Groups.shipped(), naive::at, new InMemoryVault());
            random = new Random(seed);
            customers = Stream.concat(
                            naive.all(CustomerOpened.class).stream().map(CustomerOpened::customerId),
                            naive.all(ManagedCustomerCreated.class).stream().map(ManagedCustomerCreated::customerId))
                    .toList();
            projects = naive.all(ProjectCreated.class).stream()
                    .map(ProjectCreated::projectId)
                    .toList();
            users = naive.all(UserJoined.class).stream()
                    .map(UserJoined::membershipId)
                    .toList();
            times = List.copyOf(naive.times());
            assertThat(projects).hasSizeGreaterThan(3);
        }

        void compare() {
            var found = 0;
            for (var i = 0; i < TIMES; i++) {
                found += compareAt(time());
            }
            assertThat(found).isGreaterThan(TIMES);
            for (var i = 0; i < TIMES / 4; i++) {
                compareChanges(time(), time());
            }
            compareGeneralData();
        }

        void compareGeneralData() {
            for (var i = 0; i < TIMES / 2; i++) {
                var time = time();
                compareGeneralData(naive.generalDataAt(time), time);
            }
        }

        /** Of an event or an end, or just before or after one. */
        private Instant time() {
            var time = times.get(random.nextInt(times.size()));
            return time.plus(Duration.ofNanos(1_000L * (random.nextInt(3) - 1)));
        }

        private int compareAt(Instant time) {
            var state = naive.at(time);
            for (var customer : customers) {
                var was = past.customer(customer, time).orElse(null);
                assertThat(was == null ? null : was.name()).isEqualTo(state.name(customer));
                assertThat(was == null ? null : was.state()).isEqualTo(state.state(customer));
                assertThat(all(page -> past.users(customer, time, page)).stream()
                                .collect(Collectors.toMap(
                                        PastUser::membershipId,
                                        it -> Map.entry(it.group(), String.valueOf(it.endsAt())))))
                        .isEqualTo(state.users(customer).entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        it -> Map.entry(
                                                it.getValue().group(),
                                                String.valueOf(it.getValue().endsAt())))));
                assertThat(all(page -> past.invitations(customer, time, page)).stream()
                                .collect(Collectors.toMap(
                                        PastInvitation::id,
                                        it -> new NaivePast.Invitation(customer, it.group(), it.expiresAt()))))
                        .isEqualTo(state.invitations(customer));
                assertThat(all(page -> past.projects(customer, time, page)).stream()
                                .collect(Collectors.toMap(
                                        PastProject::id, it -> new NaivePast.Project(customer, it.name(), it.state()))))
                        .isEqualTo(state.projects(customer));
            }
            var expected = state.access().values().stream()
                    .map(grant -> new Access(grant.membership(), grant.project(), grant.role(), state.because(grant)))
                    .collect(Collectors.toSet());
            var byProject = new HashSet<PastAccess>();
            projects.forEach(project -> byProject.addAll(all(page -> past.access(project, time, page))));
            var byUser = new HashSet<PastAccess>();
            users.forEach(user -> byUser.addAll(all(page -> past.reach(user, time, page))));
            assertThat(shown(byProject)).isEqualTo(expected);
            assertThat(byUser).isEqualTo(byProject);
            byProject.stream()
                    .limit(3)
                    .forEach(access ->
                            compareEnd(access, time, then -> then.access().containsKey(access.grantId())));
            var managed = new HashSet<PastAccess>();
            naive.all(UserJoined.class)
                    .forEach(user -> managed.addAll(
                            all(page -> past.managed(user.customerId(), user.membershipId(), time, page))));
            var managers = new HashSet<PastAccess>();
            projects.forEach(project -> managers.addAll(compareManagers(project, state, time)));
            assertThat(managed).isEqualTo(managers);
            return byProject.size();
        }

        private void compareGeneralData(NaiveGeneralData expected, Instant time) {
            for (var customer : customers) {
                assertThat(past.isFilled(customer)).isTrue();
                assertThat(past.generalData(customer, time).orElse(null)).isEqualTo(expected.of(customer));
                assertThat(all(page -> past.billingAddresses(customer, time, page)))
                        .containsExactlyInAnyOrderElementsOf(expected.addresses(customer));
                assertThat(all(page -> past.paymentMethods(customer, time, page)))
                        .containsExactlyInAnyOrderElementsOf(expected.methods(customer));
                for (var project : all(page -> past.projects(customer, time, page))) {
                    assertThat(new NaiveGeneralData.Paid(
                                    Objects.requireNonNull(project.paymentMethodId()),
                                    Objects.requireNonNull(project.billingAddressId()),
                                    project.locations()))
                            .isEqualTo(expected.of(project.id()));
                    assertThat(past.project(customer, project.id(), time)).contains(project);
                }
            }
        }

        private List<PastAccess> compareManagers(ProjectId project, NaivePast.State state, Instant time) {
            var customer = naive.all(ProjectCreated.class).stream()
                    .filter(it -> it.projectId().equals(project))
                    .findFirst()
                    .orElseThrow()
                    .customerId();
            var managers = all(page -> past.managers(customer, project, time, page));
            assertThat(managers.stream().collect(Collectors.toMap(PastAccess::membershipId, PastAccess::because)))
                    .isEqualTo(state.managers(project).entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    it -> it.getValue().because().stream()
                                            .sorted()
                                            .toList())));
            managers.stream()
                    .limit(1)
                    .forEach(it ->
                            compareEnd(it, time, then -> then.managers(project).containsKey(it.membershipId())));
            return managers;
        }

        private void compareEnd(PastAccess access, Instant time, Predicate<NaivePast.State> still) {
            var end = times.stream()
                    .filter(it -> it.isAfter(time) && !it.isAfter(lastEvent()))
                    .filter(it -> !still.test(naive.at(it)))
                    .findFirst();
            assertThat(end.orElse(null))
                    .isEqualTo(access.ended() == null ? null : access.ended().at());
        }

        private Instant lastEvent() {
            return naive.lastEvent();
        }

        private static Set<Access> shown(Set<PastAccess> access) {
            return access.stream()
                    .map(it -> new Access(it.membershipId(), it.projectId(), String.valueOf(it.role()), it.because()))
                    .collect(Collectors.toSet());
        }

        private void compareChanges(Instant from, Instant to) {
            for (var customer : customers) {
                var before = what(naive.at(from), customer);
                var after = what(naive.at(to), customer);
                var expected = new HashSet<Change>();
                var keys = new HashSet<>(before.keySet());
                keys.addAll(after.keySet());
                for (var key : keys) {
                    if (!Objects.equals(before.get(key), after.get(key))) {
                        expected.add(new Change(
                                (MembershipId) key.getFirst(),
                                key.size() == 1 ? null : (ProjectId) key.getLast(),
                                before.get(key),
                                after.get(key)));
                    }
                }
                var changes = all(page -> past.changes(customer, from, to, page));
                assertThat(changes.stream()
                                .map(it -> new Change(it.membershipId(), it.projectId(), it.before(), it.after())))
                        .containsExactlyInAnyOrderElementsOf(expected);
                // User by user.
                assertThat(all(page -> wherePlentyHappened.between(customer, from, to, entering, page)))
                        .isEqualTo(changes);
                assertThat(changes)
                        .allSatisfy(it -> assertThat(it.kind() == Kind.JOINED)
                                .isEqualTo(it.projectId() == null && it.before() == null));
            }
        }

        private static Map<List<?>, String> what(NaivePast.State state, CustomerId customer) {
            var what = new HashMap<List<?>, String>();
            state.users(customer)
                    .forEach((id, user) -> what.put(List.of(id), user.group().value()));
            var projects = state.projects(customer).keySet();
            state.access().values().stream()
                    .filter(grant -> projects.contains(grant.project()))
                    .forEach(grant -> what.put(List.of(grant.membership(), grant.project()), grant.role()));
            return what;
        }

        private static <T> List<T> all(Function<PageRequest, Page<T>> list) {
            var all = new ArrayList<T>();
            var page = list.apply(new PageRequest(null, 3));
            all.addAll(page.items());
            while (page.next() != null) {
                page = list.apply(new PageRequest(page.next(), 3));
                all.addAll(page.items());
            }
            return all;
        }
    }
}
