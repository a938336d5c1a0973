package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.SkipPlannedAccess;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.values.ProjectId;
import org.junit.jupiter.api.Test;

class SkipPlannedAccessTest {

    @Test
    void recordsThatTheAccessHasNotBecomeReal() {
        accepted().when(skip(ALPHA)).then(skipped(ALPHA));
    }

    @Test
    void recordsItOnceForEachProject() {
        accepted().happened(skipped(ALPHA)).when(skip(ALPHA)).nothingHappens();
        accepted().happened(skipped(ALPHA)).when(skip(BETA)).then(skipped(BETA));
    }

    @Test
    void recordsItAlsoWhenTheMembershipOrTheAccountHasEndedSince() {
        accepted()
                .happened(removed(BEN, RemovalCause.LEFT), new CustomerClosed(ACME))
                .when(skip(ALPHA))
                .then(skipped(ALPHA));
    }

    @Test
    void doesNothingForAnInvitationThatLedToNoMembership() {
        acme().happened(invited(BEN, NOON.plus(WEEK))).when(skip(ALPHA)).nothingHappens();
        acme().happened(invited(BEN, NOON.plus(WEEK)), new InvitationDeclined(ACME, BEN.invitationId()))
                .when(skip(ALPHA))
                .nothingHappens();
        acme().when(skip(ALPHA)).nothingHappens();
    }

    private static CustomerStory accepted() {
        return acme().happened(
                        invited(BEN, NOON.plus(WEEK)),
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null));
    }

    private static SkipPlannedAccess skip(ProjectId project) {
        return new SkipPlannedAccess(ACME, POLICY, BEN.invitationId(), project, SkipReason.PROJECT_ENDED);
    }

    private static CustomerEvent skipped(ProjectId project) {
        return new PlannedAccessSkipped(
                ACME, BEN.invitationId(), BEN.membershipId(), project, SkipReason.PROJECT_ENDED);
    }
}
