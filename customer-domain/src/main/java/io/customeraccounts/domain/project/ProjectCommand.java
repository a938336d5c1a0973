package io.customeraccounts.domain.project;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectName;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.domain.values.Quota;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a project. Refused with a {@link ProjectRefusal}, and then without any effect. A command that
 * would change nothing succeeds and records nothing, so repeating one is safe.
 *
 * <p>{@code customerId} is the customer that the caller takes the project for: another one's project is as unknown as
 * none. {@code expectedVersion} is the version of the thing to be changed as the caller last saw it; absent if the caller
 * does not care.
 */
public sealed interface ProjectCommand extends Command {

    @TargetAggregateIdentifier
    ProjectId projectId();

    /**
     * @param paymentMethodId absent for the customer's default
     * @param billingAddressId absent for the customer's default
     * @param locations besides {@link LocationName#GLOBAL}, which every project has
     */
    record CreateProject(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            Identifier identifier,
            ProjectName name,
            @Nullable PaymentMethodId paymentMethodId,
            @Nullable BillingAddressId billingAddressId,
            List<LocationName> locations)
            implements ProjectCommand {}

    record RenameProject(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            ProjectName name,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    /** Changes what is given and keeps what is absent. */
    record ChangeProjectPayment(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            @Nullable PaymentMethodId paymentMethodId,
            @Nullable BillingAddressId billingAddressId,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    record AddLocation(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            LocationName location) implements ProjectCommand {}

    record RemoveLocation(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            LocationName location) implements ProjectCommand {}

    /**
     * Marks the project with these tags and no others. For those who edit the customer's projects, and for partner users who may
     * {@link Permission#EDIT_PROJECT_TAGS}.
     *
     * @param tags in any order, at most {@link ProjectTag#MAX}, each name once
     */
    record SetProjectTags(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            List<ProjectTag> tags,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    /**
     * Says how much the project may use in one of its locations. Not for the customer itself: only for partner users who may
     * {@link Permission#MANAGE_QUOTA}, and for operators.
     *
     * @param quota absent to say nothing any more
     */
    record SetQuota(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            LocationName location,
            @Nullable Quota quota,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    /**
     * Gives a user access; answers the {@link GrantId}: the given one, or that of the open grant if the user has the same
     * role already.
     *
     * @param endsAt in the future; absent to have no end
     * @param invitationId the accepted invitation that the access was planned on, if a policy makes it real
     */
    record AssignUser(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            GrantId grantId,
            MembershipId membershipId,
            ProjectRole role,
            @Nullable Instant endsAt,
            @Nullable InvitationId invitationId)
            implements ProjectCommand {}

    record ChangeProjectRole(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            GrantId grantId,
            ProjectRole role,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    /** @param endsAt in the future; absent to have no end */
    record SetAccessEnd(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            GrantId grantId,
            @Nullable Instant endsAt,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    record UnassignUser(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            GrantId grantId,
            @Nullable Long expectedVersion)
            implements ProjectCommand {}

    /** Records that an access has ended; does nothing if that is recorded already. Only for policies. */
    record RevokeProjectAccess(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            GrantId grantId,
            RevocationCause cause)
            implements ProjectCommand {}

    /**
     * @param confirmation the project's identifier, typed by the person who deletes it
     * @param previewVersion of the {@code Preview} that the caller has seen; absent if the caller does not care
     */
    record DeleteProject(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor,
            String confirmation,
            @Nullable Long expectedVersion,
            @Nullable Long previewVersion)
            implements ProjectCommand {

        public DeleteProject(
                CustomerId customerId,
                ProjectId projectId,
                Actor actor,
                String confirmation,
                @Nullable Long expectedVersion) {
            this(customerId, projectId, actor, confirmation, expectedVersion, null);
        }
    }

    /** Records that the connected systems have nothing left of the project; does nothing if they have. Only for policies. */
    record ConfirmProjectDeletion(
            CustomerId customerId,
            @TargetAggregateIdentifier ProjectId projectId,
            Actor actor) implements ProjectCommand {}
}
