package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.AmendInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.CancelInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An invitation may promise access to projects. */
class PlannedAccessTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final Duration MONTH = Duration.ofDays(30);
    private static final PlannedAccess USE_ALPHA = new PlannedAccess(ALPHA, ProjectRole.PROJECT_USER, null);
    private static final PlannedAccess SEE_BETA = new PlannedAccess(BETA, ProjectRole.PROJECT_READER, TOMORROW);

    @Test
    void isPromisedByTheInvitation() {
        acme().when(invite(List.of(USE_ALPHA, SEE_BETA), null)).then(promised(List.of(USE_ALPHA, SEE_BETA), null));
    }

    @Test
    void isAbsentFromAnInvitationThatPromisesNothing() {
        acme().when(invite(List.of(), null)).then(invited(BEN, NOON.plus(WEEK)));
    }

    @Test
    void isReplacedByAnAmendment() {
        pending().when(amend(List.of(SEE_BETA), null)).then(amended(List.of(SEE_BETA)));
        pending().when(amend(List.of(), null)).then(amended(List.of()));
        pending().happened(amended(List.of())).when(amend(List.of(), null)).nothingHappens();
        pending().when(amend(List.of(USE_ALPHA), null)).nothingHappens();
        pending().when(amend(null, new FullName("Benjamin Beech"))).then(renamed());
    }

    @Test
    void isKeptWhenSomethingElseIsAmendedOrTheMailIsSentAgain() {
        pending()
                .happened(renamed())
                .happened(new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), TOMORROW))
                .when(amend(List.of(USE_ALPHA), null))
                .nothingHappens();
    }

    @Test
    void isAMatterOfThoseWhoMayAssignUsers() {
        var clients = new Actor[] {CLIENT, OPERATOR, PARTNER};
        for (var actor : clients) {
            pending()
                    .happened(managed())
                    .when(new AmendInvitation(ACME, actor, BEN.invitationId(), null, null, List.of(SEE_BETA), null))
                    .then(amended(List.of(SEE_BETA)));
        }
        acme().happened(joined(DORA, EMPLOYEE), promised(List.of(USE_ALPHA), null))
                .when(new AmendInvitation(ACME, DORA.actor(), BEN.invitationId(), null, null, List.of(SEE_BETA), null))
                .refused(new NotPermitted(Permission.MANAGE_USERS));
    }

    @Test
    void givesNothingByItselfWhenTheInvitationIsAcceptedAndCanBeCancelled() {
        pending()
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.membershipId(), BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null));
        pending()
                .when(new CancelInvitation(ACME, ANNA.actor(), BEN.invitationId()))
                .then(cancelled(BEN, CancellationCause.BY_ADMIN));
    }

    @Test
    void isToAtMostFiftyProjectsEachOnce() {
        acme().when(invite(projects(PlannedAccess.MAX), null)).succeeds();
        acme().when(invite(projects(PlannedAccess.MAX + 1), null)).isMisuse();
        acme().when(invite(List.of(USE_ALPHA, USE_ALPHA), null)).isMisuse();
        pending().when(amend(projects(PlannedAccess.MAX + 1), null)).isMisuse();
    }

    // Inviting back

    @Test
    void isLinkedToTheFormerMembershipForThirtyDays() {
        var end = NOON.plus(MONTH);
        left().happened(invoiceRequested(), enabled())
                .at(end.minusMillis(1))
                .when(inviteBack(BEN.membershipId()))
                .then(invitedBack(end.minusMillis(1).plus(WEEK)));
        left().happened(invoiceRequested(), enabled())
                .at(end)
                .when(inviteBack(BEN.membershipId()))
                .refused(new FormerMembershipUnknown());
    }

    @Test
    void isNotLinkedToWhoIsAUserOrNeverWas() {
        left().when(inviteBack(ANNA.membershipId())).refused(new FormerMembershipUnknown());
        left().when(inviteBack(CLEO.membershipId())).refused(new FormerMembershipUnknown());
    }

    @Test
    void comesBackOnlyAsChosen() {
        left().happened(new UserInvited(
                        ACME,
                        BEN.secondInvitationId(),
                        BEN.nameAs(KeyId.of(BEN.secondInvitationId())),
                        BEN.emailAs(KeyId.of(BEN.secondInvitationId())),
                        EMPLOYEE,
                        ANNA.membershipId(),
                        LINK.hash(),
                        TOMORROW,
                        Language.EN,
                        null,
                        BEN.membershipId()))
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.secondInvitationId(), BEN.secondMembershipId(), BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(
                                ACME, BEN.secondInvitationId(), BEN.secondMembershipId(), BEN.personId()),
                        joined(BEN, BEN.secondMembershipId(), EMPLOYEE, BEN.secondInvitationId(), BEN.membershipId()));
    }

    private static CustomerStory pending() {
        return acme().happened(promised(List.of(USE_ALPHA), null));
    }

    private static CustomerStory left() {
        return acme().happened(joined(BEN, EMPLOYEE), removed(BEN, RemovalCause.BY_ADMIN));
    }

    private static CustomerEvent promised(List<PlannedAccess> plan, @Nullable MembershipId former) {
        return promised(BEN.invitationId(), plan, former, NOON.plus(WEEK));
    }

    private static CustomerEvent invitedBack(Instant expiresAt) {
        return promised(BEN.invitationId(), List.of(USE_ALPHA), BEN.membershipId(), expiresAt);
    }

    private static CustomerEvent promised(
            InvitationId id, List<PlannedAccess> plan, @Nullable MembershipId former, Instant expiresAt) {
        return new UserInvited(
                ACME,
                id,
                BEN.nameAs(KeyId.of(id)),
                BEN.emailAs(KeyId.of(id)),
                EMPLOYEE,
                ANNA.membershipId(),
                LINK.hash(),
                expiresAt,
                Language.EN,
                plan,
                former);
    }

    private static CustomerEvent renamed() {
        return new InvitationAmended(
                ACME, BEN.invitationId(), new Personal.Known(KeyId.of(BEN.invitationId()), "Benjamin Beech"), null);
    }

    private static CustomerEvent amended(List<PlannedAccess> plan) {
        return new InvitationAmended(ACME, BEN.invitationId(), null, null, plan);
    }

    private static AmendInvitation amend(@Nullable List<PlannedAccess> plan, @Nullable FullName name) {
        return new AmendInvitation(ACME, ANNA.actor(), BEN.invitationId(), name, null, plan, null);
    }

    private static InviteUser inviteBack(MembershipId former) {
        return invite(List.of(USE_ALPHA), former);
    }

    private static InviteUser invite(List<PlannedAccess> plan, @Nullable MembershipId former) {
        return new InviteUser(
                ACME,
                ANNA.actor(),
                BEN.invitationId(),
                new FullName(BEN.name()),
                BEN.address(),
                null,
                null,
                LINK.hash(),
                Language.EN,
                plan,
                former);
    }

    private static List<PlannedAccess> projects(int number) {
        return IntStream.range(0, number)
                .mapToObj(it -> new PlannedAccess(new ProjectId(new UUID(7, it)), ProjectRole.PROJECT_USER, null))
                .toList();
    }
}
