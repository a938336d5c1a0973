package io.customeraccounts.domain.events;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.ProjectTag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in a project. Instants are UTC; ends are exclusive. A grant names a membership and never a person, so
 * that it cannot apply to a later membership of the same person (rule: Removal).
 */
public sealed interface ProjectEvent extends DomainEvent {

    ProjectId projectId();

    /** @param locations {@link LocationName#GLOBAL} first, the others in the order in which they were chosen */
    record ProjectCreated(
            CustomerId customerId,
            ProjectId projectId,
            String identifier,
            String name,
            PaymentMethodId paymentMethodId,
            BillingAddressId billingAddressId,
            List<LocationName> locations)
            implements ProjectEvent {}

    record ProjectRenamed(CustomerId customerId, ProjectId projectId, String name) implements ProjectEvent {}

    record ProjectPaymentChanged(
            CustomerId customerId,
            ProjectId projectId,
            PaymentMethodId paymentMethodId,
            BillingAddressId billingAddressId)
            implements ProjectEvent {}

    record LocationAdded(CustomerId customerId, ProjectId projectId, LocationName location) implements ProjectEvent {}

    record LocationRemoved(CustomerId customerId, ProjectId projectId, LocationName location) implements ProjectEvent {}

    /** @param tags all that the project is marked with from now on, in the order of their names */
    record ProjectTagsSet(CustomerId customerId, ProjectId projectId, List<ProjectTag> tags) implements ProjectEvent {}

    /** @param quota how much the project may use in the location; absent if nothing is said of it any more */
    record QuotaSet(
            CustomerId customerId,
            ProjectId projectId,
            LocationName location,
            @Nullable Long quota) implements ProjectEvent {}

    /**
     * A membership got access to the project.
     *
     * @param bySelf whether an admin assigned their own membership
     * @param endsAt from then on the grant gives nothing; absent if it has no end
     * @param invitationId the invitation that the access was planned on; absent if it was not planned
     */
    record UserAssigned(
            CustomerId customerId,
            ProjectId projectId,
            GrantId grantId,
            MembershipId membershipId,
            ProjectRole role,
            boolean bySelf,
            @Nullable Instant endsAt,
            @Nullable InvitationId invitationId)
            implements ProjectEvent {}

    record ProjectRoleChanged(
            CustomerId customerId,
            ProjectId projectId,
            GrantId grantId,
            MembershipId membershipId,
            ProjectRole from,
            ProjectRole to)
            implements ProjectEvent {}

    /** @param endsAt from then on the grant gives nothing; absent if it has no end any more */
    record AccessEndSet(
            CustomerId customerId,
            ProjectId projectId,
            GrantId grantId,
            MembershipId membershipId,
            @Nullable Instant endsAt)
            implements ProjectEvent {}

    /** Somebody ended the access to this one project. */
    record UserUnassigned(CustomerId customerId, ProjectId projectId, GrantId grantId, MembershipId membershipId)
            implements ProjectEvent {}

    /**
     * Bookkeeping for the project's own history and for connected systems: what ended the access was something else,
     * which the metadata name as the cause.
     */
    record ProjectAccessRevoked(
            CustomerId customerId,
            ProjectId projectId,
            GrantId grantId,
            MembershipId membershipId,
            RevocationCause cause)
            implements ProjectEvent {}

    /** Irrevocable: all grants of the project end with this event. */
    record ProjectMarkedForDeletion(CustomerId customerId, ProjectId projectId) implements ProjectEvent {}

    /** The connected systems have nothing left of the project. */
    record ProjectDeleted(CustomerId customerId, ProjectId projectId) implements ProjectEvent {}

    /** What ended an access that nobody ended by itself. */
    enum RevocationCause {
        USER_REMOVED,
        USER_LEFT,
        MEMBERSHIP_EXPIRED,
        /** The grant's own end date came. */
        ACCESS_EXPIRED,
        PERSON_ERASED,
        CUSTOMER_CLOSED
    }
}
