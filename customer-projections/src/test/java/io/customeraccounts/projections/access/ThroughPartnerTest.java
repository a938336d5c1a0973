package io.customeraccounts.projections.access;

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
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.users.UserFilter;
import io.customeraccounts.projections.users.UserOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ben, a user of the partner Bolt, has added himself to ACME, which Bolt manages, and to its project. What ends his membership
 * in Bolt ends all of that in the same transaction, before any event of ACME says so.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class ThroughPartnerTest {

    @Parameter
    Databases kind;

    private ReadSide is;
    private AccessDecisions decisions;

    @BeforeEach
    void enter() {
        is = new ReadSide(kind, new InMemoryVault());
        decisions = new AccessDecisions(is.sql, is.clock, Groups.shipped());
        is.happened(
                BOLT.openedAsPartner(ANNA),
                ANNA.joined(BOLT, Groups.PARTNER_ADMIN),
                BEN.joined(BOLT, Groups.PARTNER_EMPLOYEE));
        is.happened(ACME.createdBy(BOLT));
        is.happened(
                BEN.entered(ACME, BOLT), new MembershipEndSet(ACME.id(), BEN.in(ACME), is.in(Duration.ofHours(24))));
        is.happened(APOLLO.created());
        is.happened(APOLLO.assigned(BEN));
        assertThat(everywhere()).containsOnly(true);
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void endsWhenHeIsRemovedFromThePartner() {
        ends(BEN.removed(BOLT));
    }

    @Test
    void endsWhenHeLeavesThePartnerOrHisEndDateThereIsRecorded() {
        ends(BEN.removed(BOLT, RemovalCause.LEFT, false));
    }

    @Test
    void endsWhenHisGroupThereAllowsItNoMore() {
        is.happened(new GroupChanged(BOLT.id(), BEN.in(BOLT), Groups.PARTNER_EMPLOYEE, Groups.PARTNER_ADMIN, false));
        assertThat(everywhere()).containsOnly(true);
        ends(new GroupChanged(BOLT.id(), BEN.in(BOLT), Groups.PARTNER_ADMIN, new GroupName("CONTROLLER"), false));
    }

    @Test
    void endsWhenThePartnerIsClosed() {
        ends(new CustomerClosed(BOLT.id()));
    }

    @Test
    void endsByTheClockWhenHisMembershipInThePartnerDoes() {
        var end = is.in(Duration.ofHours(1));
        is.happened(new MembershipEndSet(BOLT.id(), BEN.in(BOLT), end));
        assertThat(everywhere()).containsOnly(true);

        is.clock.moveTo(end);
        assertThat(everywhere()).containsOnly(false);
    }

    @Test
    void endsByItsOwnClockTooWhateverTheOneInThePartnerSays() {
        is.happened(new MembershipEndSet(BOLT.id(), BEN.in(BOLT), is.in(Duration.ofDays(30))));
        is.clock.moveTo(is.in(Duration.ofHours(24)));
        assertThat(everywhere()).containsOnly(false);
    }

    @Test
    void doesNotComeBackWhenTheRightDoes() {
        ends(new GroupChanged(BOLT.id(), BEN.in(BOLT), Groups.PARTNER_EMPLOYEE, new GroupName("CONTROLLER"), false));
        is.happened(
                new GroupChanged(BOLT.id(), BEN.in(BOLT), new GroupName("CONTROLLER"), Groups.PARTNER_EMPLOYEE, false));
        assertThat(everywhere()).containsOnly(false);
    }

    @Test
    void keepsTheTimeAtWhichItReallyEndedWhenTheBooksFollow() {
        ends(BEN.removed(BOLT));
        var ended = is.users.presentOrFormer(BEN.in(ACME)).orElseThrow();

        is.clock.moveTo(is.in(Duration.ofMinutes(1)));
        is.happened(new UserRemoved(ACME.id(), BEN.in(ACME), BEN.id(), RemovalCause.PARTNER_ACCESS_ENDED, false));

        var recorded = is.users.presentOrFormer(BEN.in(ACME)).orElseThrow();
        assertThat(recorded.endedAt()).isEqualTo(ended.endedAt());
        assertThat(recorded.endedBecause()).isEqualTo(RemovalCause.PARTNER_ACCESS_ENDED);
        assertThat(everywhere()).containsOnly(false);
    }

    /** As if the end in the partner did not reach what hangs on it. */
    @Test
    void wouldNoticeThatHeIsStillLetIn() {
        is.happened(BEN.removed(BOLT));
        is.sql
                .sql("update customer_user set active_person = person_id where partner_membership_id = :partner")
                .param("partner", BEN.in(BOLT).value())
                .update();
        assertThat(everywhere()).contains(true);
    }

    @Test
    void leavesTheCustomerWithoutAdminAllTheTime() {
        assertThat(is.customers.find(ACME.id()).orElseThrow().state()).isEqualTo(CustomerState.NO_ADMIN);
    }

    @Test
    void saysInListsThroughWhichPartnerHeCame() {
        assertThat(is.users.find(ACME.id(), BEN.in(ACME)).orElseThrow().throughPartner())
                .isEqualTo(BEN.entered(ACME, BOLT).throughPartner());
        assertThat(is.users.find(BOLT.id(), BEN.in(BOLT)).orElseThrow().throughPartner())
                .isNull();
    }

    private void ends(DomainEvent event) {
        is.happened(event);
        assertThat(everywhere()).containsOnly(false);
    }

    /** What each place where it matters says of Ben's being in ACME. */
    private List<Boolean> everywhere() {
        var project = APOLLO.id();
        var page = new PageRequest(null, 10);
        return List.of(
                is.users.membershipOf(BEN.id(), ACME.id()).isPresent(),
                is.users.find(ACME.id(), BEN.in(ACME)).isPresent(),
                !is.users
                        .page(ACME.id(), UserFilter.NONE, UserOrder.NAME, false, page)
                        .items()
                        .isEmpty(),
                is.users.membershipsOf(BEN.id()).stream()
                        .anyMatch(it -> it.customerId().equals(ACME.id())),
                is.customers.ofPerson(BEN.id(), page).items().stream()
                        .anyMatch(it -> it.id().equals(ACME.id())),
                decisions
                        .decide(new Subject.OfPerson(BEN.id()), Action.USE, project)
                        .allowed(),
                decisions
                        .decide(new Subject.OfMembership(BEN.in(ACME)), Action.USE, project)
                        .allowed(),
                decisions
                        .decide(new Subject.OfPerson(BEN.id()), Action.MANAGE, project)
                        .allowed(),
                !decisions
                        .projects(new Subject.OfPerson(BEN.id()), Action.USE, null, page)
                        .items()
                        .isEmpty(),
                !decisions
                        .projects(new Subject.OfPerson(BEN.id()), Action.MANAGE, null, page)
                        .items()
                        .isEmpty());
    }
}
