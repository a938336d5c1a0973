package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.AmendInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.KeyId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AmendInvitationTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final FullName BENJAMIN = new FullName("Benjamin Beech");
    private static final InvitationAmended RENAMED = new InvitationAmended(
            ACME, BEN.invitationId(), new Personal.Known(KeyId.of(BEN.invitationId()), "Benjamin Beech"), null);
    private static final InvitationAmended PROMOTED = new InvitationAmended(ACME, BEN.invitationId(), null, ADMIN);

    @Test
    void changesTheName() {
        invited().when(amend(BENJAMIN, null, null)).then(RENAMED);
    }

    @Test
    void changesTheGroup() {
        invited().when(amend(null, ADMIN, null)).then(PROMOTED);
    }

    @Test
    void changesBothInOneAct() {
        invited()
                .when(amend(BENJAMIN, ADMIN, null))
                .then(new InvitationAmended(ACME, BEN.invitationId(), RENAMED.fullName(), ADMIN));
    }

    @Test
    void recordsOnlyWhatIsDifferent() {
        invited().when(amend(new FullName("Ben Beech"), ADMIN, null)).then(PROMOTED);
        invited().when(amend(BENJAMIN, EMPLOYEE, null)).then(RENAMED);
    }

    @Test
    void doesNothingWhenNothingIsDifferent() {
        invited().when(amend(new FullName("Ben Beech"), EMPLOYEE, null)).nothingHappens();
        invited().when(amend(null, null, null)).nothingHappens();
        invited().happened(RENAMED, PROMOTED).when(amend(BENJAMIN, ADMIN, null)).nothingHappens();
    }

    @Test
    void givesTheAmendedGroupOnAcceptance() {
        invited()
                .happened(PROMOTED)
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.membershipId(), BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), ADMIN, BEN.invitationId(), null));
    }

    @Test
    void refusesAGroupOfTheOtherKindOfCustomer() {
        var controller = new GroupName("CONTROLLER");
        invited().when(amend(null, controller, null)).refused(new GroupNotAvailable(controller, CustomerKind.CUSTOMER));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        invited().when(amend(BENJAMIN, null, 2L)).then(RENAMED);
        invited().happened(PROMOTED).when(amend(BENJAMIN, null, 2L)).refused(new VersionMismatch(3));
        invited().happened(PROMOTED).when(amend(BENJAMIN, null, 3L)).then(RENAMED);
    }

    @Test
    void refusesAStaleChangeAlsoToTheSameValue() {
        invited().happened(PROMOTED).when(amend(null, ADMIN, 2L)).refused(new VersionMismatch(3));
    }

    @Test
    void countsResendingAndFailedDeliveryAsChanges() {
        invited()
                .happened(new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), TOMORROW))
                .when(amend(BENJAMIN, null, 2L))
                .refused(new VersionMismatch(3));
        invited()
                .happened(new InvitationUndelivered(ACME, BEN.invitationId()))
                .when(amend(BENJAMIN, null, 2L))
                .refused(new VersionMismatch(3));
    }

    @Test
    void doesNotMindThatOtherThingsHaveChanged() {
        invited()
                .happened(joined(DORA, EMPLOYEE), CustomerStory.invited(CLEO, TOMORROW))
                .happened(new AcceptanceRefused(ACME, BEN.invitationId(), DORA.personId()))
                .when(amend(BENJAMIN, null, 2L))
                .then(RENAMED);
    }

    @Test
    void amendsUntilTheInstantBeforeItExpires() {
        invited().at(TOMORROW.minusMillis(1)).when(amend(BENJAMIN, null, null)).then(RENAMED);
        invited()
                .at(TOMORROW)
                .when(amend(BENJAMIN, null, null))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.EXPIRED, TOMORROW));
    }

    @Test
    void saysWhatHasBecomeOfAnInvitationThatEnded() {
        invited()
                .happened(new InvitationDeclined(ACME, BEN.invitationId()))
                .when(amend(BENJAMIN, null, null))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.DECLINED, NOON));
    }

    @Test
    void findsNoInvitationThatNeverWas() {
        acme().when(amend(BENJAMIN, null, null)).refused(new InvitationNotFound());
    }

    private static CustomerStory invited() {
        return acme().happened(CustomerStory.invited(BEN, TOMORROW));
    }

    private static AmendInvitation amend(
            @Nullable FullName fullName, @Nullable GroupName group, @Nullable Long expectedVersion) {
        return new AmendInvitation(ACME, ANNA.actor(), BEN.invitationId(), fullName, group, expectedVersion);
    }
}
