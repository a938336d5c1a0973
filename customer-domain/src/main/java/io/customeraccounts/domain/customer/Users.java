package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.customer.CustomerRefusal.FormerMembershipUnknown;
import io.customeraccounts.domain.customer.CustomerRefusal.LastAdmin;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.UserNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users of one customer: who they are, what they may do, and that one of them is always an admin. */
final class Users {

    private static final int CANDIDATES = 10;

    /** Product decision: for so long after its end, the access of a membership can be chosen from. Days of 24 hours. */
    private static final Duration INVITED_BACK_WITHIN = Duration.ofDays(30);

    /**
     * @param through the membership in a partner that this one hangs on; absent if it stands by itself
     * @param version the sequence number of the event that last changed the user
     */
    record User(
            PersonId personId,
            GroupName group,
            @Nullable Instant endsAt,
            @Nullable PartnerMembership through,
            long version) {

        boolean activeAt(Instant now) {
            return endsAt == null || now.isBefore(endsAt);
        }
    }

    /** Not ended by an event; an end date may have passed. The longest-standing first. */
    private Map<MembershipId, User> current = new LinkedHashMap<>();

    private Map<PersonId, MembershipId> membershipOf = new HashMap<>();

    /** The last membership of everyone who was a user once. */
    private Map<PersonId, MembershipId> formerMembershipOf = new HashMap<>();

    /** When memberships ended, within the time before the last of them in which people may be invited back. */
    private Map<MembershipId, Instant> recentlyEnded = new LinkedHashMap<>();

    private Set<PersonId> erased = new HashSet<>();

    /** The active user with this membership. */
    User active(MembershipId id, Instant now) {
        return find(id).filter(user -> user.activeAt(now)).orElseThrow(UserNotFound::new);
    }

    Optional<User> find(MembershipId id) {
        return Optional.ofNullable(current.get(id));
    }

    /** The membership that no event has ended yet; its end date may have passed. */
    Optional<MembershipId> membershipOf(PersonId personId) {
        return Optional.ofNullable(membershipOf.get(personId));
    }

    Optional<MembershipId> activeMembershipOf(PersonId personId, Instant now) {
        return membershipOf(personId).filter(id -> isActive(id, now));
    }

    boolean isActive(MembershipId id, Instant now) {
        return find(id).filter(user -> user.activeAt(now)).isPresent();
    }

    /** Those whose end date has passed, and no event has recorded that yet. */
    List<MembershipId> withPassedEnd(Instant now) {
        return current.entrySet().stream()
                .filter(entry -> !entry.getValue().activeAt(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Not ended by an event, the longest-standing first; a copy. */
    Map<MembershipId, User> all() {
        return new LinkedHashMap<>(current);
    }

    /** When the membership ended, if its end date has passed and no event has recorded that yet. */
    Optional<Instant> passedEnd(MembershipId id, Instant now) {
        return find(id).filter(user -> !user.activeAt(now)).map(User::endsAt);
    }

    Optional<MembershipId> formerMembershipOf(PersonId personId) {
        return Optional.ofNullable(formerMembershipOf.get(personId));
    }

    void refuseUnlessEndedRecently(MembershipId id, Instant now) {
        var end = recentlyEnded.get(id);
        if (end == null || !recent(end, now)) {
            throw new FormerMembershipUnknown();
        }
    }

    private static boolean recent(Instant end, Instant now) {
        return now.isBefore(end.plus(INVITED_BACK_WITHIN));
    }

    /**
     * Decided here and not only at the edge, so that an admin who loses the right while their command is on its way does
     * not act with it. A client's scopes, and an operator's or partner user's rights, are judged at the edge.
     */
    void refuseUnlessPermitted(Actor actor, Permission permission, Groups groups, Instant now) {
        var permitted = switch (actor) {
            case Actor.Person person ->
                activeMembershipOf(person.personId(), now)
                        .filter(id -> allows(id, permission, groups))
                        .isPresent();
            case Actor.Client client -> true;
            case Actor.Operator operator -> true;
            case Actor.PartnerUser partnerUser -> true;
            case Actor.Invitee invitee -> false;
            case Actor.Policy policy -> false;
        };
        if (!permitted) {
            throw new NotPermitted(permission);
        }
    }

    /** The same for a partner's user who has added themself: their membership hangs on that in the partner. */
    void refuseUnlessAdmitted(Actor actor, Partners partners, Instant now) {
        if (actor instanceof Actor.Person person) {
            membershipOf(person.personId())
                    .flatMap(this::find)
                    .map(User::through)
                    .filter(through -> partners.admits(through, now).isEmpty())
                    .ifPresent(ended -> {
                        throw new NotPermitted(Permission.ENTER_MANAGED_CUSTOMER);
                    });
        }
    }

    static void refuseIfChangedSince(@Nullable Long expectedVersion, long version) {
        if (expectedVersion != null && expectedVersion != version) {
            throw new VersionMismatch(version);
        }
    }

    /** Whoever is here through a partner counts as none: others decide how long they stay. */
    boolean isAdmin(MembershipId id, Groups groups) {
        return isOwn(id) && allows(id, Permission.MANAGE_USERS, groups);
    }

    /** Whether the user is one by themself and not through a partner. */
    boolean isOwn(MembershipId id) {
        return find(id).filter(user -> user.through() == null).isPresent();
    }

    /** Those who have added themselves as a partner's users. */
    List<MembershipId> throughPartner() {
        return current.keySet().stream().filter(id -> !isOwn(id)).toList();
    }

    /** Whether somebody other than this user is an active admin at that time. */
    boolean hasOtherAdmin(MembershipId than, Groups groups, Instant at) {
        return current.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(than)
                        && entry.getValue().activeAt(at)
                        && isAdmin(entry.getKey(), groups));
    }

    boolean hasAdmin(Groups groups, Instant at) {
        return current.entrySet().stream()
                .anyMatch(entry -> entry.getValue().activeAt(at) && isAdmin(entry.getKey(), groups));
    }

    LastAdmin lastAdmin(MembershipId admin, Instant now) {
        return new LastAdmin(current.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals(admin) && entry.getValue().activeAt(now) && isOwn(entry.getKey()))
                .map(Map.Entry::getKey)
                .limit(CANDIDATES)
                .toList());
    }

    private boolean allows(MembershipId id, Permission permission, Groups groups) {
        return find(id).flatMap(user -> groups.find(user.group()))
                .filter(group -> group.allows(permission))
                .isPresent();
    }

    /** For what nobody does but the users themselves. */
    void refuseUnlessPerson(Actor actor, Permission permission, Groups groups, Instant now) {
        if (!(actor instanceof Actor.Person)) {
            throw new NotPermitted(permission);
        }
        refuseUnlessPermitted(actor, permission, groups, now);
    }

    /** A partner user's right is judged with all that partners may, an operator's at the edge. */
    static void refuseUnlessMayErase(Actor actor, PersonId personId) {
        var permitted = switch (actor) {
            case Actor.Person person -> person.personId().equals(personId);
            case Actor.Operator operator -> true;
            case Actor.PartnerUser partnerUser -> true;
            case Actor.Client client -> false;
            case Actor.Invitee invitee -> false;
            case Actor.Policy policy -> false;
        };
        if (!permitted) {
            throw new NotPermitted(Permission.ADMINISTER_PEOPLE);
        }
    }

    boolean isErased(PersonId personId) {
        return erased.contains(personId);
    }

    void erased(PersonId personId) {
        erased.add(personId);
    }

    void joined(
            MembershipId id, PersonId personId, GroupName group, @Nullable PartnerMembership through, long version) {
        current.put(id, new User(personId, group, null, through, version));
        membershipOf.put(personId, id);
    }

    void groupChanged(MembershipId id, GroupName group, long version) {
        current.computeIfPresent(
                id, (same, user) -> new User(user.personId(), group, user.endsAt(), user.through(), version));
    }

    void endSet(MembershipId id, @Nullable Instant endsAt, long version) {
        current.computeIfPresent(
                id, (same, user) -> new User(user.personId(), user.group(), endsAt, user.through(), version));
    }

    void removed(MembershipId id, PersonId personId, Instant at) {
        var ends = recentlyEnded.values().iterator(); // the earliest first
        while (ends.hasNext() && !recent(ends.next(), at)) {
            ends.remove();
        }
        recentlyEnded.put(id, at);
        current.remove(id);
        membershipOf.remove(personId);
        formerMembershipOf.put(personId, id);
    }
}
