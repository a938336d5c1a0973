package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.customer.Acceptance;
import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.DeclineInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.invitations.InvitationOffer;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.users.Users;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looking at, accepting and declining invitations: the same for programs and for the page behind the link. */
@Component
class Answering {

    private final CommandTransaction commands;
    private final Invitations invitations;
    private final Users users;

    Answering(CommandTransaction commands, Invitations invitations, Users users) {
        this.commands = commands;
        this.invitations = invitations;
        this.users = users;
    }

    /** @throws Problem if no last mail has the secret */
    InvitationOffer byLink(Secret secret) {
        return invitations.bySecret(secret.hash()).orElseThrow(Answering::unknown);
    }

    /** @throws Problem if there is no such invitation, or none to an address of the person */
    InvitationOffer byId(InvitationId id, PersonProfile person) {
        return invitations.byId(id).filter(offer -> isFor(offer, person)).orElseThrow(Answering::unknown);
    }

    private static boolean isFor(InvitationOffer offer, Set<EmailAddress> addresses) {
        var email = offer.email();
        return email != null && addresses.contains(EmailAddress.parse(email));
    }

    private static boolean isFor(InvitationOffer offer, PersonProfile person) {
        return isFor(offer, person.verified()) || isFor(offer, person.unverified());
    }

    /**
     * Refuses to show an invitation that has ended, or that is for somebody else.
     *
     * @param person absent if not signed in: who has the link may look
     */
    void refuseUnlessFor(InvitationOffer offer, @Nullable PersonProfile person) {
        if (person != null && !isFor(offer, person)) {
            throw Problem.of(ProblemType.INVITATION_EMAIL_MISMATCH);
        }
        if (offer.state() != InvitationState.PENDING) {
            throw new InvitationEnded(offer.id(), offer.state(), Objects.requireNonNull(offer.endedAt()));
        }
    }

    /** @param secret absent without the link */
    Answer<AcceptedJson> accept(Write write, InvitationOffer offer, PersonProfile person, @Nullable Secret secret) {
        return commands.perform(write, sender -> {
            var command = new AcceptInvitation(
                    offer.customerId(),
                    new Actor.Person(person.personId()),
                    offer.id(),
                    Ids.newMembership(),
                    person,
                    secret);
            var acceptance = (Acceptance) Objects.requireNonNull(sender.send(command));
            return () -> switch (acceptance) {
                case Acceptance.Accepted accepted -> Answer.ok(accepted(accepted, offer));
                case Acceptance.EmailMismatch mismatch ->
                    Answer.problem(Problem.of(ProblemType.INVITATION_EMAIL_MISMATCH));
            };
        });
    }

    private AcceptedJson accepted(Acceptance.Accepted accepted, InvitationOffer offer) {
        var user = users.find(offer.customerId(), accepted.membershipId()).orElseThrow(Problem::notFound);
        return new AcceptedJson(
                user.membershipId().value(),
                user.customerId().value(),
                offer.customerName(),
                user.group().value());
    }

    /**
     * @param person absent if not signed in
     * @param secret absent without the link
     */
    Answer<Void> decline(Write write, InvitationOffer offer, @Nullable PersonProfile person, @Nullable Secret secret) {
        Actor actor = person == null ? new Actor.Invitee(offer.id()) : new Actor.Person(person.personId());
        return commands.send(
                write, new DeclineInvitation(offer.customerId(), actor, offer.id(), person, secret), Answer::noContent);
    }

    private static Problem unknown() {
        return Problem.of(ProblemType.INVITATION_NOT_FOUND);
    }
}
