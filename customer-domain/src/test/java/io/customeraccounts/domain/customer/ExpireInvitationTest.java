package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ExpireInvitation;
import io.customeraccounts.domain.events.CustomerEvent.*;
import org.junit.jupiter.api.Test;

class ExpireInvitationTest {

    private static final ExpireInvitation EXPIRE = new ExpireInvitation(ACME, POLICY, BEN.invitationId());
    private static final InvitationExpired EXPIRED = new InvitationExpired(ACME, BEN.invitationId());

    @Test
    void recordsTheEndAtTheVeryInstantItComes() {
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON)).when(EXPIRE).then(EXPIRED);
    }

    @Test
    void doesNothingBefore() {
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON.plusMillis(1)))
                .when(EXPIRE)
                .nothingHappens();
    }

    @Test
    void doesNothingWhenTheInvitationWasSentAgain() {
        acme().happened(
                        NOON.minus(WEEK),
                        invited(BEN, NOON),
                        new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), NOON.plusMillis(1)))
                .when(EXPIRE)
                .nothingHappens();
    }

    @Test
    void doesNothingOnceTheInvitationHasEnded() {
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON), EXPIRED)
                .when(EXPIRE)
                .nothingHappens();
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON), cancelled(BEN, CancellationCause.BY_ADMIN))
                .when(EXPIRE)
                .nothingHappens();
    }

    @Test
    void doesNothingToAnInvitationThatNeverWas() {
        acme().when(EXPIRE).nothingHappens();
    }

    @Test
    void completesTheBooksOfAClosedAccount() {
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON))
                .happened(NOON.plusSeconds(1), new CustomerClosed(ACME))
                .at(NOON.plusSeconds(2))
                .when(EXPIRE)
                .then(EXPIRED);
    }
}
