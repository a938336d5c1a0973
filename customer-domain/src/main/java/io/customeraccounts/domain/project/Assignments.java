package io.customeraccounts.domain.project;

import io.customeraccounts.domain.project.ProjectRefusal.AlreadyAssigned;
import io.customeraccounts.domain.project.ProjectRefusal.GrantEnded;
import io.customeraccounts.domain.project.ProjectRefusal.GrantNotFound;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has access to one project. Whether a grant's membership has ended meanwhile is not known here. */
final class Assignments {

    /**
     * An access that no event of the project has ended.
     *
     * @param endsAt may have passed
     * @param version the sequence number of the event that last changed the grant
     */
    record Grant(
            GrantId id,
            MembershipId membershipId,
            ProjectRole role,
            @Nullable Instant endsAt,
            long version) {

        boolean activeAt(Instant now) {
            return endsAt == null || now.isBefore(endsAt);
        }

        void refuseIfOther(ProjectRole wish) {
            if (role != wish) {
                throw new AlreadyAssigned(id, role);
            }
        }

        private void refuseUnlessActive(Instant now) {
            if (endsAt != null && !now.isBefore(endsAt)) {
                throw new GrantEnded(id, endsAt);
            }
        }
    }

    private Map<GrantId, Grant> open = new LinkedHashMap<>();
    private Map<MembershipId, GrantId> openOf = new HashMap<>();

    /** When the others ended. An id is never used again. */
    private Map<GrantId, Instant> ended = new HashMap<>();

    Grant active(GrantId id, Instant now) {
        refuseIfEnded(id, now);
        return find(id).orElseThrow(GrantNotFound::new);
    }

    /** An id that nothing is known of has not ended. */
    void refuseIfEnded(GrantId id, Instant now) {
        var endedAt = ended.get(id);
        if (endedAt != null) {
            throw new GrantEnded(id, endedAt);
        }
        find(id).ifPresent(grant -> grant.refuseUnlessActive(now));
    }

    boolean hasEverHad(GrantId id) {
        return open.containsKey(id) || ended.containsKey(id);
    }

    Optional<Grant> find(GrantId id) {
        return Optional.ofNullable(open.get(id));
    }

    Optional<Grant> of(MembershipId membershipId) {
        return Optional.ofNullable(openOf.get(membershipId)).flatMap(this::find);
    }

    void assigned(GrantId id, MembershipId membershipId, ProjectRole role, @Nullable Instant endsAt, long version) {
        open.put(id, new Grant(id, membershipId, role, endsAt, version));
        openOf.put(membershipId, id);
    }

    void roleChanged(GrantId id, ProjectRole role, long version) {
        open.computeIfPresent(id, (same, grant) -> new Grant(id, grant.membershipId(), role, grant.endsAt(), version));
    }

    void endSet(GrantId id, @Nullable Instant endsAt, long version) {
        open.computeIfPresent(id, (same, grant) -> new Grant(id, grant.membershipId(), grant.role(), endsAt, version));
    }

    /** @param at when it was recorded; an end date that had passed is when it ended */
    void ended(GrantId id, Instant at) {
        var grant = open.remove(id);
        if (grant != null) {
            openOf.remove(grant.membershipId(), id);
            ended.put(id, grant.endsAt() == null || at.isBefore(grant.endsAt()) ? at : grant.endsAt());
        }
    }

    void allEnded(Instant at) {
        open.keySet().stream().toList().forEach(id -> ended(id, at));
    }
}
