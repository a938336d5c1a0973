package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.ReportUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportUndeliveredTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final InvitationUndelivered UNDELIVERED = new InvitationUndelivered(ACME, BEN.invitationId());
    private static final InvitationResent RESENT =
            new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), TOMORROW);

    @Test
    void recordsThatTheMailDidNotArrive() {
        invited().when(report(LINK)).then(UNDELIVERED);
    }

    @Test
    void leavesTheInvitationPending() {
        invited()
                .happened(UNDELIVERED)
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.membershipId(), BEN.profile(), LINK))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void recordsItOncePerMail() {
        invited().happened(UNDELIVERED).when(report(LINK)).nothingHappens();
        invited().happened(UNDELIVERED, RESENT).when(report(NEW_LINK)).then(UNDELIVERED);
    }

    @Test
    void doesNothingWhenAnotherMailHasGoneOutSince() {
        invited().happened(RESENT).when(report(LINK)).nothingHappens();
    }

    @Test
    void doesNothingOnceTheInvitationHasEnded() {
        invited()
                .happened(new InvitationDeclined(ACME, BEN.invitationId()))
                .when(report(LINK))
                .nothingHappens();
        invited().at(TOMORROW).when(report(LINK)).nothingHappens();
        invited().at(TOMORROW.minusMillis(1)).when(report(LINK)).then(UNDELIVERED);
    }

    @Test
    void doesNothingToAnInvitationThatNeverWas() {
        acme().when(report(LINK)).nothingHappens();
    }

    private static CustomerStory invited() {
        return acme().happened(CustomerStory.invited(BEN, TOMORROW));
    }

    private static ReportUndelivered report(Secret secret) {
        return new ReportUndelivered(ACME, POLICY, BEN.invitationId(), secret.hash());
    }
}
