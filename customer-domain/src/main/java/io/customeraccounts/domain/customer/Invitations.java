package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationLimit;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationNotFound;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The invitations of one customer: which are pending, and how the others ended. */
final class Invitations {

    private static final Duration DAY = Duration.ofDays(1);

    /** What is offered to the invited person. */
    record Offer(Personal fullName, GroupName group, List<PlannedAccess> plannedAccess) {}

    /**
     * @param lifetime how long the invitation is good for after each mail
     * @param refused who was refused because of another e-mail address
     * @param version the sequence number of the event that last changed the invitation
     */
    record Pending(
            Offer offer,
            Personal email,
            @Nullable MembershipId invitedBy,
            Duration lifetime,
            Instant expiresAt,
            Mailing mailing,
            Set<PersonId> refused,
            long version) {

        boolean expiredAt(Instant now) {
            return !now.isBefore(expiresAt);
        }

        Pending with(Offer newOffer, Instant newExpiresAt, Mailing newMailing, long newVersion) {
            return new Pending(newOffer, email, invitedBy, lifetime, newExpiresAt, newMailing, refused, newVersion);
        }

        Pending withRefused(PersonId personId) {
            var everyone = new HashSet<>(refused);
            everyone.add(personId);
            return new Pending(offer, email, invitedBy, lifetime, expiresAt, mailing, Set.copyOf(everyone), version);
        }
    }

    /**
     * @param membershipId what it led to, if it was accepted
     * @param personId who accepted it, likewise
     * @param skipped the projects to which the planned access has not become real
     */
    record Ended(
            InvitationState state,
            Instant at,
            Secret.Hash secret,
            @Nullable MembershipId membershipId,
            @Nullable PersonId personId,
            Set<ProjectId> skipped) {

        Ended withSkipped(ProjectId projectId) {
            var all = new HashSet<>(skipped);
            all.add(projectId);
            return new Ended(state, at, secret, membershipId, personId, Set.copyOf(all));
        }
    }

    /** Not ended by an event; the expiry may have passed. */
    private Map<InvitationId, Pending> pending = new LinkedHashMap<>();

    private Map<InvitationId, Ended> ended = new LinkedHashMap<>();

    /** When invitations were sent, the earliest first, within the last 24 hours before the last of them. */
    private List<Instant> recent = new ArrayList<>();

    /** The pending invitation; otherwise refuses and tells what happened to it. */
    Pending pending(InvitationId id, Instant now) {
        var invitation = pending.get(id);
        if (invitation == null) {
            var end = ended.get(id);
            throw end == null ? new InvitationNotFound() : new InvitationEnded(id, end.state(), end.at());
        }
        if (invitation.expiredAt(now)) {
            throw new InvitationEnded(id, InvitationState.EXPIRED, invitation.expiresAt());
        }
        return invitation;
    }

    Optional<Pending> find(InvitationId id) {
        return Optional.ofNullable(pending.get(id));
    }

    Optional<Ended> ended(InvitationId id) {
        return Optional.ofNullable(ended.get(id));
    }

    boolean isPending(InvitationId id, Instant now) {
        return find(id).filter(invitation -> !invitation.expiredAt(now)).isPresent();
    }

    /** Whoever shows a secret must show the right one, whatever has become of the invitation. */
    void refuseOtherSecret(InvitationId id, @Nullable Secret secret) {
        if (secret == null) {
            return;
        }
        var right = find(id).map(it -> it.mailing().secret()).or(() -> ended(id).map(Ended::secret));
        if (!right.map(hash -> hash.matches(secret)).orElse(false)) {
            throw new InvitationNotFound();
        }
    }

    /** Counts only where there may be too many: these are all of a customer's, again with each invitation. */
    void refuseOverLimit(InvitationRules rules, Instant now) {
        if (pending.size() >= rules.pendingLimit() && pendingAt(now) >= rules.pendingLimit()) {
            throw new InvitationLimit(rules.pendingLimit(), false);
        }
        if (recent.size() >= rules.dailyLimit() && sentSince(now.minus(DAY)) >= rules.dailyLimit()) {
            throw new InvitationLimit(rules.dailyLimit(), true);
        }
    }

    /** Whether exactly as many are pending; counts as seldom. */
    boolean areAt(int number, Instant now) {
        return pending.size() >= number && pendingAt(now) == number;
    }

    private long sentSince(Instant then) {
        return recent.stream().filter(at -> at.isAfter(then)).count();
    }

    private int pendingAt(Instant now) {
        return (int) pending.values().stream()
                .filter(invitation -> !invitation.expiredAt(now))
                .count();
    }

    List<InvitationId> sentBy(MembershipId inviter, Instant now) {
        return pending.entrySet().stream()
                .filter(entry -> inviter.equals(entry.getValue().invitedBy())
                        && !entry.getValue().expiredAt(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<InvitationId> allPending(Instant now) {
        return pending.entrySet().stream()
                .filter(entry -> !entry.getValue().expiredAt(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    void invited(UserInvited event, Instant at, long version) {
        pending.put(
                event.invitationId(),
                new Pending(
                        new Offer(
                                event.fullName(),
                                event.group(),
                                event.plannedAccess() == null ? List.of() : event.plannedAccess()),
                        event.email(),
                        event.invitedBy(),
                        Duration.between(at, event.expiresAt()),
                        event.expiresAt(),
                        Mailing.first(event.secret(), at),
                        Set.of(),
                        version));
        while (!recent.isEmpty() && !recent.getFirst().isAfter(at.minus(DAY))) {
            recent.removeFirst();
        }
        recent.add(at);
    }

    void amended(InvitationAmended event, long version) {
        change(event.invitationId(), it -> {
            var offer = new Offer(
                    event.fullName() == null ? it.offer().fullName() : event.fullName(),
                    event.group() == null ? it.offer().group() : event.group(),
                    event.plannedAccess() == null ? it.offer().plannedAccess() : event.plannedAccess());
            return it.with(offer, it.expiresAt(), it.mailing(), version);
        });
    }

    void resent(InvitationId id, Secret.Hash secret, Instant expiresAt, Instant at, long version) {
        change(id, it -> it.with(it.offer(), expiresAt, it.mailing().again(secret, at), version));
    }

    void undelivered(InvitationId id, long version) {
        change(id, it -> it.with(it.offer(), it.expiresAt(), it.mailing().failed(), version));
    }

    void acceptanceRefused(InvitationId id, PersonId personId) {
        change(id, it -> it.withRefused(personId));
    }

    void accepted(InvitationId id, MembershipId membershipId, PersonId personId, Instant at) {
        end(id, it -> new Ended(InvitationState.ACCEPTED, at, it.mailing().secret(), membershipId, personId, Set.of()));
    }

    void ended(InvitationId id, InvitationState state, Instant at) {
        end(id, it -> new Ended(state, at, it.mailing().secret(), null, null, Set.of()));
    }

    void skipped(InvitationId id, ProjectId projectId) {
        ended.computeIfPresent(id, (same, invitation) -> invitation.withSkipped(projectId));
    }

    private void change(InvitationId id, UnaryOperator<Pending> change) {
        pending.computeIfPresent(id, (same, invitation) -> change.apply(invitation));
    }

    private void end(InvitationId id, Function<Pending, Ended> end) {
        var invitation = pending.remove(id);
        if (invitation != null) {
            ended.put(id, end.apply(invitation));
        }
    }
}
