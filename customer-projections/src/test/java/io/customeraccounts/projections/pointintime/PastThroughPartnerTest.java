package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.access.AccessEnd;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ben has added himself to ACME, through the partner Bolt: what ended his membership there ended his access here. */
@ParameterizedClass
@EnumSource
class PastThroughPartnerTest {

    private static final GroupName CONTROLLER = new GroupName("CONTROLLER");

    @Parameter
    Databases kind;

    private Followed followed;
    private PointInTime past;

    @BeforeEach
    void enter() {
        followed = new Followed(kind, sql -> PointInTime.projections(sql, Groups.shipped()));
        past = new PointInTime(
                followed.sql, new TestClock(at(60)), Groups.shipped(), positions -> Map.of(), new InMemoryVault());
        happened(0, BOLT.openedAsPartner(ANNA), ANNA.joined(BOLT, Groups.PARTNER_ADMIN));
        happened(0, BEN.joined(BOLT, Groups.PARTNER_EMPLOYEE));
        happened(0, ACME.createdBy(BOLT));
        happened(1, BEN.entered(ACME, BOLT));
        happened(1, APOLLO.created());
        happened(1, APOLLO.assigned(BEN));
    }

    @AfterEach
    void close() {
        followed.close();
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private void happened(int minute, DomainEvent... events) {
        for (var event : events) {
            followed.happened(new Decision(at(minute), List.of(event)));
        }
    }

    private boolean hadAccess(Instant at) {
        var access = past.access(APOLLO.id(), at, PageRequest.FIRST).items();
        assertThat(past.reach(BEN.in(ACME), at, PageRequest.FIRST).items()).isEqualTo(access);
        assertThat(past.users(ACME.id(), at, PageRequest.FIRST).items()).hasSameSizeAs(access);
        assertThat(past.user(ACME.id(), BEN.in(ACME), at).isPresent()).isEqualTo(!access.isEmpty());
        assertThat(past.changes(ACME.id(), NOON, at, PageRequest.FIRST).items()).hasSize(2 * access.size());
        return !access.isEmpty();
    }

    private void endedAt(int minute) {
        assertThat(hadAccess(at(minute).minusNanos(1_000))).isTrue();
        assertThat(hadAccess(at(minute))).isFalse();
        var ended = past.access(APOLLO.id(), at(2), PageRequest.FIRST)
                .items()
                .getFirst()
                .ended();
        assertThat(ended).isNotNull();
        assertThat(ended.at()).isEqualTo(at(minute));
        assertThat(ended.because()).isEqualTo(AccessEnd.USER_REMOVED);
    }

    @Test
    void endedWithHisRemovalFromThePartnerAndNotWhenTheBooksFollowed() {
        happened(10, BEN.removed(BOLT));
        happened(12, new UserRemoved(ACME.id(), BEN.in(ACME), BEN.id(), RemovalCause.PARTNER_ACCESS_ENDED, false));

        endedAt(10);
        var ended = past.access(APOLLO.id(), at(2), PageRequest.FIRST)
                .items()
                .getFirst()
                .ended();
        assertThat(ended).isNotNull();
        assertThat(ended.position()).isEqualTo(followed.last());
    }

    @Test
    void endedWithTheGroupThatAllowedItAndDidNotComeBack() {
        happened(10, new GroupChanged(BOLT.id(), BEN.in(BOLT), Groups.PARTNER_EMPLOYEE, CONTROLLER, false));
        happened(11, new GroupChanged(BOLT.id(), BEN.in(BOLT), CONTROLLER, Groups.PARTNER_EMPLOYEE, false));

        endedAt(10);
        assertThat(hadAccess(at(12))).isFalse();
    }

    @Test
    void wentOnWithAnotherGroupThatAllowsIt() {
        happened(10, new GroupChanged(BOLT.id(), BEN.in(BOLT), Groups.PARTNER_EMPLOYEE, Groups.PARTNER_ADMIN, false));

        assertThat(hadAccess(at(12))).isTrue();
    }

    @Test
    void wentOnWithAGroupThatHasBeenAddedMeanwhile() {
        var guide = new Group(
                new GroupName("GUIDE"), CustomerKind.PARTNER, Set.of(Permission.ENTER_MANAGED_CUSTOMER), false);
        var groups = new AddedGroups();
        past = new PointInTime(followed.sql, new TestClock(at(60)), groups, positions -> Map.of(), new InMemoryVault());
        happened(10, new GroupChanged(BOLT.id(), BEN.in(BOLT), Groups.PARTNER_EMPLOYEE, guide.name(), false));
        assertThat(hadAccess(at(12))).isFalse();

        groups.added.add(guide);
        assertThat(hadAccess(at(12))).isTrue();
    }

    private static final class AddedGroups implements Groups {

        private final List<Group> added = new ArrayList<>();

        @Override
        public Optional<Group> find(GroupName name) {
            return added.stream()
                    .filter(group -> group.name().equals(name))
                    .findFirst()
                    .or(() -> Groups.shipped().find(name));
        }

        @Override
        public List<Group> of(CustomerKind kind) {
            return Stream.concat(
                            Groups.shipped().of(kind).stream(), added.stream().filter(group -> group.kind() == kind))
                    .toList();
        }
    }

    @Test
    void endedWithThePartner() {
        happened(10, new CustomerClosed(BOLT.id()));

        endedAt(10);
    }

    @Test
    void endedByTheClockOfHisMembershipInThePartner() {
        happened(5, new MembershipEndSet(BOLT.id(), BEN.in(BOLT), at(10)));

        endedAt(10);
    }

    /** As it is in the list of customers. */
    @Test
    void leftTheCustomerWithoutAnAdminOfItsOwn() {
        assertThat(past.customer(ACME.id(), at(2)))
                .hasValueSatisfying(acme -> assertThat(acme.state()).isEqualTo(CustomerState.NO_ADMIN));
    }

    @Test
    void hangsOnThePartnerThatIsNamed() {
        assertThat(past.partners(ACME.id())).containsExactly(BOLT.id());
        assertThat(past.partners(BOLT.id())).isEmpty();
    }
}
