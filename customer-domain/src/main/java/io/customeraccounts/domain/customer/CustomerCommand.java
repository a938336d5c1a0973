package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentCard;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.PostalAddress;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.domain.values.SepaMandate;
import io.customeraccounts.domain.values.TextLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a customer account. Refused with a {@link CustomerRefusal}, and then without any effect. A
 * command that would change nothing succeeds and records nothing, so repeating one is safe.
 *
 * <p>{@code expectedVersion} is the version of the thing to be changed as the caller last saw it; absent if the caller
 * does not care.
 */
public sealed interface CustomerCommand extends Command {

    @Override
    @TargetAggregateIdentifier
    CustomerId customerId();

    /**
     * Opens an account with the person as its first admin.
     *
     * @param identifier the wish of the caller; absent to have one derived from the name
     * @param email the address of the person that the membership is to be known by
     * @param bySignUp whether this is the sign-up, which a person has once: a repetition is {@code AlreadySignedUp}
     * @param confirmation the hash of the secret in the confirmation mail; absent if the person's address is verified
     *     already, so that the account can be used at once
     */
    record OpenCustomer(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            MembershipId membershipId,
            PersonProfile person,
            EmailAddress email,
            CustomerName name,
            @Nullable Identifier identifier,
            boolean bySignUp,
            Secret.@Nullable Hash confirmation)
            implements CustomerCommand {}

    record ResendConfirmation(@TargetAggregateIdentifier CustomerId customerId, Actor actor, Secret.Hash confirmation)
            implements CustomerCommand {}

    record ConfirmCustomer(@TargetAggregateIdentifier CustomerId customerId, Actor actor, Secret secret)
            implements CustomerCommand {}

    /** Ends an account that nobody confirmed in time; does nothing if it was confirmed or is not due. */
    record ExpireCustomer(@TargetAggregateIdentifier CustomerId customerId, Actor actor) implements CustomerCommand {}

    record RenameCustomer(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            CustomerName name,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /** @param confirmation the customer's identifier, typed by the person who closes it */
    record CloseCustomer(@TargetAggregateIdentifier CustomerId customerId, Actor actor, String confirmation)
            implements CustomerCommand {}

    /**
     * @param group absent for an employee
     * @param lifetime 1 hour to 30 days; absent for the installation's setting
     * @param secret the hash of the secret in the mail's link
     * @param plannedAccess to projects of the customer that are active, each once; at most {@value PlannedAccess#MAX}
     * @param formerMembershipId the membership whose access the plan was chosen from, ended within the last 30 days;
     *     absent if nobody is invited back
     */
    record InviteUser(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            FullName fullName,
            EmailAddress email,
            @Nullable GroupName group,
            @Nullable Duration lifetime,
            Secret.Hash secret,
            Language language,
            List<PlannedAccess> plannedAccess,
            @Nullable MembershipId formerMembershipId)
            implements CustomerCommand {

        /** Without access to projects. */
        public InviteUser(
                CustomerId customerId,
                Actor actor,
                InvitationId invitationId,
                FullName fullName,
                EmailAddress email,
                @Nullable GroupName group,
                @Nullable Duration lifetime,
                Secret.Hash secret,
                Language language) {
            this(customerId, actor, invitationId, fullName, email, group, lifetime, secret, language, List.of(), null);
        }
    }

    /**
     * Changes what is given and keeps what is absent.
     *
     * @param plannedAccess instead of what is planned now; as for {@link InviteUser}
     */
    record AmendInvitation(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            @Nullable FullName fullName,
            @Nullable GroupName group,
            @Nullable List<PlannedAccess> plannedAccess,
            @Nullable Long expectedVersion)
            implements CustomerCommand {

        /** Keeps what is planned. */
        public AmendInvitation(
                CustomerId customerId,
                Actor actor,
                InvitationId invitationId,
                @Nullable FullName fullName,
                @Nullable GroupName group,
                @Nullable Long expectedVersion) {
            this(customerId, actor, invitationId, fullName, group, null, expectedVersion);
        }
    }

    record ResendInvitation(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            Secret.Hash secret)
            implements CustomerCommand {}

    /**
     * Makes the person a user; answers {@link Acceptance}. Accepting again by the same person answers as the first time.
     *
     * @param membershipId the id of the membership that begins, if one does
     * @param secret the secret of the link; absent if the person found the invitation by a verified address
     */
    record AcceptInvitation(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            MembershipId membershipId,
            PersonProfile person,
            @Nullable Secret secret)
            implements CustomerCommand {}

    /** Records that planned access has not become real; does nothing if that is recorded already. Only for policies. */
    record SkipPlannedAccess(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            ProjectId projectId,
            SkipReason reason)
            implements CustomerCommand {}

    /** Either the secret or the person must prove the mailbox, as for acceptance. */
    record DeclineInvitation(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            @Nullable PersonProfile person,
            @Nullable Secret secret)
            implements CustomerCommand {}

    record CancelInvitation(@TargetAggregateIdentifier CustomerId customerId, Actor actor, InvitationId invitationId)
            implements CustomerCommand {}

    /** Records that an invitation has expired; does nothing if it ended otherwise or is not due. */
    record ExpireInvitation(@TargetAggregateIdentifier CustomerId customerId, Actor actor, InvitationId invitationId)
            implements CustomerCommand {}

    /**
     * Records that the mail with this secret could not be delivered; does nothing if another mail has gone out since or
     * the invitation has ended.
     */
    record ReportUndelivered(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            InvitationId invitationId,
            Secret.Hash secret)
            implements CustomerCommand {}

    /** @param previewVersion of the {@code Preview} that the caller has seen; absent if the caller does not care */
    record ChangeGroup(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            MembershipId membershipId,
            GroupName group,
            @Nullable Long expectedVersion,
            @Nullable Long previewVersion)
            implements CustomerCommand {

        public ChangeGroup(
                CustomerId customerId,
                Actor actor,
                MembershipId membershipId,
                GroupName group,
                @Nullable Long expectedVersion) {
            this(customerId, actor, membershipId, group, expectedVersion, null);
        }
    }

    /** @param endsAt in the future; absent to have no end */
    record SetMembershipEnd(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            MembershipId membershipId,
            @Nullable Instant endsAt,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /**
     * Ends what the person has to do with the customer, before their data are erased, and records that they are: their membership,
     * the invitations to them and those that they sent. Also in a customer that has ended, and also if nobody else administers
     * it. Only for the person themself, the operators, and users of the partner that manages the customer. Does nothing if they
     * are erased already.
     */
    record ErasePerson(@TargetAggregateIdentifier CustomerId customerId, Actor actor, PersonId personId)
            implements CustomerCommand {}

    /**
     * Records that somebody has searched for people over all customers that the partner manages; what they searched for is not
     * kept. Only for users of the partner.
     *
     * @param found how many people were shown at first
     */
    record RecordPeopleSearch(@TargetAggregateIdentifier CustomerId customerId, Actor actor, int found)
            implements CustomerCommand {}

    /** Records that somebody was shown what is stored about a person. Only for users of the partner. */
    record RecordPersonDataShown(@TargetAggregateIdentifier CustomerId customerId, Actor actor, PersonId personId)
            implements CustomerCommand {}

    /**
     * @param keepInvitations whether the pending invitations that the user has sent stay valid
     * @param previewVersion of the {@code Preview} that the caller has seen; absent if the caller does not care
     */
    record RemoveUser(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            MembershipId membershipId,
            boolean keepInvitations,
            @Nullable Long expectedVersion,
            @Nullable Long previewVersion)
            implements CustomerCommand {

        public RemoveUser(
                CustomerId customerId,
                Actor actor,
                MembershipId membershipId,
                boolean keepInvitations,
                @Nullable Long expectedVersion) {
            this(customerId, actor, membershipId, keepInvitations, expectedVersion, null);
        }
    }

    /** Ends the acting person's own membership, under the same rules as removal. */
    record LeaveCustomer(@TargetAggregateIdentifier CustomerId customerId, Actor actor) implements CustomerCommand {}

    /** Records that a membership has reached its end date; does nothing if it has ended or is not due. */
    record ExpireMembership(@TargetAggregateIdentifier CustomerId customerId, Actor actor, MembershipId membershipId)
            implements CustomerCommand {}

    // General data

    record SetCompanyAddress(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            PostalAddress address,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /** @param costCentre absent to have none */
    record SetCostCentre(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            @Nullable TextLine costCentre,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /** What new projects are offered; absent to offer none. */
    record SetPaymentDefaults(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            @Nullable PaymentMethodId paymentMethodId,
            @Nullable BillingAddressId billingAddressId,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    record AddBillingAddress(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            BillingAddressId billingAddressId,
            PostalAddress address)
            implements CustomerCommand {}

    record ChangeBillingAddress(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            BillingAddressId billingAddressId,
            PostalAddress address,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    record RemoveBillingAddress(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            BillingAddressId billingAddressId,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /**
     * Asks an operator to let the customer pay by invoice; answers the {@link PaymentMethodId}: the given one, or that of
     * the request or the enabled method that there is already.
     */
    record RequestInvoicePayment(
            @TargetAggregateIdentifier CustomerId customerId, Actor actor, PaymentMethodId paymentMethodId)
            implements CustomerCommand {}

    /** Lets the customer use what it has requested. Only for operators, who decline by removing it. */
    record EnablePaymentMethod(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            PaymentMethodId paymentMethodId,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    record AddCardPayment(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            PaymentMethodId paymentMethodId,
            PaymentCard card)
            implements CustomerCommand {}

    record AddSepaMandate(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            PaymentMethodId paymentMethodId,
            SepaMandate mandate)
            implements CustomerCommand {}

    record RemovePaymentMethod(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            PaymentMethodId paymentMethodId,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /** Records that a card is past its last month; does nothing if it was removed or is not due. */
    record ExpirePaymentMethod(
            @TargetAggregateIdentifier CustomerId customerId, Actor actor, PaymentMethodId paymentMethodId)
            implements CustomerCommand {}

    /** Records that the customer is to be reminded to name a payment method; does nothing if that is not due. */
    record RemindOfPayment(@TargetAggregateIdentifier CustomerId customerId, Actor actor) implements CustomerCommand {}

    /** Records that the customer has named no payment method in time; does nothing if it has, or is not due. */
    record RestrictCustomer(@TargetAggregateIdentifier CustomerId customerId, Actor actor) implements CustomerCommand {}

    // Partners

    /** Creates an account that the partner manages, without users. Only for users of that partner and for operators. */
    record CreateManagedCustomer(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            CustomerId partnerId,
            CustomerName name,
            Identifier identifier)
            implements CustomerCommand {}

    /**
     * Makes a user of the partner that manages the customer a user of it, as long as they are one of the partner; answers the
     * {@link MembershipId}: the given one, or that which they have through the partner already.
     *
     * @param endsAt in the future; absent for the time that the installation has set. Never later than the end of the
     *     membership in the partner
     */
    record AddMyself(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            MembershipId membershipId,
            PersonProfile person,
            EmailAddress email,
            @Nullable Instant endsAt)
            implements CustomerCommand {}

    /** Ends a membership that hangs on one in a partner which has ended; does nothing if it is over. Only for policies. */
    record EndPartnerAccess(@TargetAggregateIdentifier CustomerId customerId, Actor actor, MembershipId membershipId)
            implements CustomerCommand {}

    /**
     * Lets another partner manage the customer. Only for operators.
     *
     * @param partnerId absent to let none manage it
     */
    record TransferCustomer(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            @Nullable CustomerId partnerId,
            @Nullable Long expectedVersion)
            implements CustomerCommand {}

    /** Makes the customer a partner: its admins become partner admins, everyone else partner employees. Only for operators. */
    record BecomePartner(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            @Nullable Long expectedVersion) implements CustomerCommand {}

    /** Makes a partner that manages no customer any more a customer like others again. Only for operators. */
    record BecomeCustomer(
            @TargetAggregateIdentifier CustomerId customerId,
            Actor actor,
            @Nullable Long expectedVersion) implements CustomerCommand {}
}
