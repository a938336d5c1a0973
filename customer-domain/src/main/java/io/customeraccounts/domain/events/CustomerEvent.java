package io.customeraccounts.domain.events;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened in a customer account. Instants are UTC; ends are exclusive. */
public sealed interface CustomerEvent extends DomainEvent {

    /**
     * A person opened the account. {@link UserJoined} for its first admin follows in the same act.
     *
     * @param bySignUp whether it is the one customer that came with the person's sign-up
     * @param confirmBy until then the confirmation mail must be answered; absent if nothing needs confirming
     * @param confirmation what the answer is checked against; absent likewise
     */
    record CustomerOpened(
            CustomerId customerId,
            CustomerKind kind,
            String identifier,
            String name,
            PersonId openedBy,
            boolean bySignUp,
            @Nullable Instant confirmBy,
            Secret.@Nullable Hash confirmation)
            implements CustomerEvent {}

    /** A new confirmation mail goes out; the link of the former one is dead. {@code confirmBy} stays as it was. */
    record ConfirmationResent(CustomerId customerId, Secret.Hash confirmation) implements CustomerEvent {}

    /** The confirmation mail was answered: the account can be used. */
    record CustomerConfirmed(CustomerId customerId) implements CustomerEvent {}

    /** Nobody confirmed the account in time: it is gone, and its identifier is free again. */
    record CustomerExpired(CustomerId customerId, String identifier, PersonId openedBy) implements CustomerEvent {}

    record CustomerRenamed(CustomerId customerId, String name) implements CustomerEvent {}

    /** The account ended, and with it all access. Its identifier is never used again. */
    record CustomerClosed(CustomerId customerId) implements CustomerEvent {}

    /**
     * An address was invited.
     *
     * @param invitedBy the membership of the inviter; absent if a client, a partner's user or an operator invited, so that
     *     the invitation does not hang on them
     * @param expiresAt until then the invitee may accept
     * @param language the language of the mail
     * @param plannedAccess what becomes real with the acceptance; absent if nothing does
     * @param formerMembershipId the ended membership whose access the plan was chosen from; absent if nobody is invited
     *     back. Nothing that hung on it comes back by itself
     */
    record UserInvited(
            CustomerId customerId,
            InvitationId invitationId,
            Personal fullName,
            Personal email,
            GroupName group,
            @Nullable MembershipId invitedBy,
            Secret.Hash secret,
            Instant expiresAt,
            Language language,
            @Nullable List<PlannedAccess> plannedAccess,
            @Nullable MembershipId formerMembershipId)
            implements CustomerEvent {

        /** Of somebody who was no user before and gets no access to projects. */
        public UserInvited(
                CustomerId customerId,
                InvitationId invitationId,
                Personal fullName,
                Personal email,
                GroupName group,
                @Nullable MembershipId invitedBy,
                Secret.Hash secret,
                Instant expiresAt,
                Language language) {
            this(customerId, invitationId, fullName, email, group, invitedBy, secret, expiresAt, language, null, null);
        }
    }

    /**
     * @param fullName absent if unchanged
     * @param group absent if unchanged
     * @param plannedAccess instead of what was planned before; absent if unchanged
     */
    record InvitationAmended(
            CustomerId customerId,
            InvitationId invitationId,
            @Nullable Personal fullName,
            @Nullable GroupName group,
            @Nullable List<PlannedAccess> plannedAccess)
            implements CustomerEvent {

        /** The plan is unchanged. */
        public InvitationAmended(
                CustomerId customerId,
                InvitationId invitationId,
                @Nullable Personal fullName,
                @Nullable GroupName group) {
            this(customerId, invitationId, fullName, group, null);
        }
    }

    /** A new mail goes out; the link of the former one is dead. */
    record InvitationResent(CustomerId customerId, InvitationId invitationId, Secret.Hash secret, Instant expiresAt)
            implements CustomerEvent {}

    /** The invitation's mail could not be delivered. The invitation stays pending. */
    record InvitationUndelivered(CustomerId customerId, InvitationId invitationId) implements CustomerEvent {}

    /** Someone with the right link but another e-mail address tried to accept. The invitation stays pending. */
    record AcceptanceRefused(CustomerId customerId, InvitationId invitationId, PersonId personId)
            implements CustomerEvent {}

    /** {@link UserJoined} follows in the same act. */
    record InvitationAccepted(
            CustomerId customerId, InvitationId invitationId, MembershipId membershipId, PersonId personId)
            implements CustomerEvent {}

    /** Access that the invitation promised has not become real. Whoever wants it is to be assigned to the project. */
    record PlannedAccessSkipped(
            CustomerId customerId,
            InvitationId invitationId,
            MembershipId membershipId,
            ProjectId projectId,
            SkipReason reason)
            implements CustomerEvent {}

    record InvitationDeclined(CustomerId customerId, InvitationId invitationId) implements CustomerEvent {}

    record InvitationCancelled(CustomerId customerId, InvitationId invitationId, CancellationCause cause)
            implements CustomerEvent {}

    /** Bookkeeping: the invitation could not be accepted any more since its {@code expiresAt}. */
    record InvitationExpired(CustomerId customerId, InvitationId invitationId) implements CustomerEvent {}

    /** The customer comes close to the number of pending invitations that it may have. */
    record InvitationLimitNeared(CustomerId customerId, int pending, int limit) implements CustomerEvent {}

    /**
     * A membership began.
     *
     * @param email the address in its original spelling
     * @param invitationId the invitation that led to it; absent for the first admin
     * @param formerMembershipId the person's last membership in this customer; absent if there was none. Nothing that
     *     hung on it comes back
     * @param throughPartner what the membership hangs on, if it is that of a partner's user who has added themself: when that
     *     ends, so does this
     */
    record UserJoined(
            CustomerId customerId,
            MembershipId membershipId,
            PersonId personId,
            Personal fullName,
            Personal email,
            GroupName group,
            Language language,
            @Nullable InvitationId invitationId,
            @Nullable MembershipId formerMembershipId,
            @Nullable PartnerMembership throughPartner)
            implements CustomerEvent {

        /** Who came by themself, or by an invitation. */
        public UserJoined(
                CustomerId customerId,
                MembershipId membershipId,
                PersonId personId,
                Personal fullName,
                Personal email,
                GroupName group,
                Language language,
                @Nullable InvitationId invitationId,
                @Nullable MembershipId formerMembershipId) {
            this(
                    customerId,
                    membershipId,
                    personId,
                    fullName,
                    email,
                    group,
                    language,
                    invitationId,
                    formerMembershipId,
                    null);
        }
    }

    /** @param leavesNoAdmin whether the customer has no active admin from now on; never so by a user's command */
    record GroupChanged(
            CustomerId customerId, MembershipId membershipId, GroupName from, GroupName to, boolean leavesNoAdmin)
            implements CustomerEvent {}

    /** @param endsAt from then on the membership gives nothing; absent if it has no end any more */
    record MembershipEndSet(
            CustomerId customerId,
            MembershipId membershipId,
            @Nullable Instant endsAt) implements CustomerEvent {}

    /**
     * A membership ended, and with it all access that hung on it (rule: Removal).
     *
     * @param leavesNoAdmin whether the customer has no active admin from now on; never so by a user's command
     */
    record UserRemoved(
            CustomerId customerId,
            MembershipId membershipId,
            PersonId personId,
            RemovalCause cause,
            boolean leavesNoAdmin)
            implements CustomerEvent {}

    /**
     * Nobody can read any more who the person is or was: the key that their data are encrypted with is destroyed. Whoever has
     * copied them must forget them too. Recorded in each customer that they are or were a user of; {@link UserRemoved} comes
     * first if they still are.
     */
    record PersonErased(CustomerId customerId, PersonId personId) implements CustomerEvent {}

    /**
     * A user of the partner has searched for people over all customers that it manages.
     *
     * @param found how many people were shown at first
     */
    record PeopleSearched(CustomerId customerId, int found) implements CustomerEvent {}

    /** A user of the partner was shown what is stored about the person. */
    record PersonDataShown(CustomerId customerId, PersonId personId) implements CustomerEvent {}

    /** @param address in the form of {@code PostalAddress#asText}, as in all these events */
    record CompanyAddressSet(CustomerId customerId, Personal address) implements CustomerEvent {}

    /** @param costCentre absent to have none. Free text, which may name a person */
    record CostCentreSet(CustomerId customerId, @Nullable Personal costCentre) implements CustomerEvent {}

    /**
     * What new projects are offered.
     *
     * @param paymentMethodId absent to offer none
     * @param billingAddressId absent to offer none
     */
    record PaymentDefaultsSet(
            CustomerId customerId,
            @Nullable PaymentMethodId paymentMethodId,
            @Nullable BillingAddressId billingAddressId)
            implements CustomerEvent {}

    record BillingAddressAdded(CustomerId customerId, BillingAddressId billingAddressId, Personal address)
            implements CustomerEvent {}

    record BillingAddressChanged(CustomerId customerId, BillingAddressId billingAddressId, Personal address)
            implements CustomerEvent {}

    /** If it was the default for new projects, there is none from now on. */
    record BillingAddressRemoved(CustomerId customerId, BillingAddressId billingAddressId) implements CustomerEvent {}

    /** The customer wants to pay by invoice; an operator has to agree. */
    record InvoicePaymentRequested(CustomerId customerId, PaymentMethodId paymentMethodId) implements CustomerEvent {}

    /** An operator agreed: the payment method is active. */
    record PaymentMethodEnabled(CustomerId customerId, PaymentMethodId paymentMethodId) implements CustomerEvent {}

    /**
     * A card was added and is active.
     *
     * @param token what the payment provider calls the card
     * @param lastDigits the last four of its number, which nobody here ever knew
     * @param expiresAt from then on the card is not good any more
     */
    record CardPaymentAdded(
            CustomerId customerId,
            PaymentMethodId paymentMethodId,
            Personal token,
            CardBrand brand,
            Personal lastDigits,
            Instant expiresAt)
            implements CustomerEvent {}

    /**
     * A SEPA mandate was added and is active.
     *
     * @param reference what the creditor calls the mandate
     */
    record SepaMandateAdded(
            CustomerId customerId,
            PaymentMethodId paymentMethodId,
            Personal iban,
            Personal reference,
            Personal accountHolder)
            implements CustomerEvent {}

    /** Bookkeeping: the card has not been good any more since its {@code expiresAt}. */
    record PaymentMethodExpired(CustomerId customerId, PaymentMethodId paymentMethodId) implements CustomerEvent {}

    /** If it was the default for new projects, there is none from now on. By an operator, it may be a request declined. */
    record PaymentMethodRemoved(CustomerId customerId, PaymentMethodId paymentMethodId) implements CustomerEvent {}

    /**
     * The admins are to be reminded that the customer has no payment method yet.
     *
     * @param paymentDueBy from then on the customer is restricted, unless it has one
     * @param last whether no other reminder follows
     */
    record PaymentReminderDue(CustomerId customerId, Instant paymentDueBy, boolean last) implements CustomerEvent {}

    /**
     * Bookkeeping: the customer had no payment method in time. What exists keeps working; there are no new projects,
     * invitations and grants.
     */
    record CustomerRestricted(CustomerId customerId) implements CustomerEvent {}

    /** The customer has its first payment method, after it was restricted for having none. */
    record RestrictionLifted(CustomerId customerId) implements CustomerEvent {}

    // Partners

    /**
     * A partner created the account. It can be used at once, and has no users, so that nobody administers it until somebody
     * does.
     */
    record ManagedCustomerCreated(CustomerId customerId, String identifier, String name, CustomerId partnerId)
            implements CustomerEvent {}

    /**
     * Another partner manages the customer from now on.
     *
     * @param from absent if none did
     * @param to absent if none does any more
     */
    record ManagingPartnerChanged(
            CustomerId customerId,
            @Nullable CustomerId from,
            @Nullable CustomerId to) implements CustomerEvent {}

    /**
     * The customer became a partner, or a customer like others again. {@link GroupChanged} for each user and {@link
     * InvitationAmended} for each pending invitation follow in the same act.
     */
    record KindChanged(CustomerId customerId, CustomerKind from, CustomerKind to) implements CustomerEvent {}

    /** Why an invitation was cancelled. */
    enum CancellationCause {
        BY_ADMIN,
        INVITER_LEFT,
        /** The person it was for has been removed from the customer. */
        INVITEE_REMOVED,
        CUSTOMER_CLOSED
    }

    /** Why planned access has not become real. */
    enum SkipReason {
        /** The project was deleted, or is about to be. */
        PROJECT_ENDED,
        /** The planned end came before the acceptance. */
        ACCESS_ENDED,
        /** The membership ended before the access began. */
        NOT_A_USER,
        /** Somebody assigned the user with another role in between. */
        ALREADY_ASSIGNED,
        CUSTOMER_RESTRICTED,
        CUSTOMER_CLOSED
    }

    /** Why a membership ended. */
    enum RemovalCause {
        BY_ADMIN,
        LEFT,
        /** Its end date came; recorded afterwards, as the end date itself already ended the access. */
        EXPIRED,
        /** The person's data were erased (rule: Privacy). */
        PERSON_ERASED,
        /** The membership in the partner that it hung on has ended, or the partner does not manage the customer any more. */
        PARTNER_ACCESS_ENDED
    }
}
