package io.customeraccounts.projections.access;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectRole;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether somebody may do something with a project at the moment of the question, and why. */
public sealed interface Decision {

    /** The customer that owns the project; absent if there is no such project. */
    @Nullable
    CustomerId customerId();

    /** The events that the decision rests on. */
    List<Because> because();

    default boolean allowed() {
        return this instanceof Allowed;
    }

    /**
     * @param group that of the membership
     * @param grantId what the rule {@link Rule#GRANT} rests on; absent for the other
     * @param role in the project; absent likewise
     * @param because the last event about the membership, and the one that opened the grant
     */
    record Allowed(
            CustomerId customerId,
            Rule rule,
            MembershipId membershipId,
            GroupName group,
            @Nullable GrantId grantId,
            @Nullable ProjectRole role,
            List<Because> because)
            implements Decision {}

    /**
     * @param missing the first condition that does not hold
     * @param because what ended or changed it; empty if it never held, or if the clock alone ended it
     */
    record Denied(@Nullable CustomerId customerId, Missing missing, List<Because> because) implements Decision {}

    /**
     * An event.
     *
     * @param position in the ledger; absent as long as the event is not sealed
     */
    record Because(UUID eventId, @Nullable Long position) {}

    /** What allows it (rule: Projects). */
    enum Rule {
        /** Manage: the group may edit the customer, and with it each of its projects. */
        GROUP,
        /** Use: the membership has an open grant in the project. */
        GRANT
    }

    /** The conditions of access in the order in which they are looked at, named by how they fail. */
    enum Missing {
        PROJECT_UNKNOWN,
        /** Not confirmed in time or at all, or closed. */
        CUSTOMER_NOT_USABLE,
        /** Deleted or marked for deletion. */
        PROJECT_NOT_ACTIVE,
        /** Neither now nor before. */
        NOT_A_USER,
        MEMBERSHIP_ENDED,
        /** Its end date has come. */
        MEMBERSHIP_EXPIRED,
        GROUP_MAY_NOT_MANAGE,
        /** Neither now nor before. */
        NOT_ASSIGNED,
        ACCESS_ENDED,
        /** Its end date has come. */
        ACCESS_EXPIRED
    }
}
