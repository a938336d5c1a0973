package io.customeraccounts.api.mail;

import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a mail has to say, while it waits. Personal values stay sealed as they were in the event, so that whoever is erased
 * meanwhile gets no mail; a secret is only named by its hash. {@code customer} is always the name of the customer.
 */
sealed interface MailContent {

    Recipient to();

    /** The secret that the mail's link carries; absent if it has none. */
    default Secret.@Nullable Hash secret() {
        return null;
    }

    /** The name of the person whom the mail is about; absent if it is about no other than its recipient. */
    default @Nullable Personal named() {
        return null;
    }

    record Recipient(Personal email, Personal fullName, Language language) {}

    /**
     * @param inviter the inviter's name; absent if it was no user
     * @param again whether an earlier mail has been sent, whose link is dead now
     */
    record Invitation(
            Recipient to,
            InvitationId invitationId,
            String customer,
            @Nullable Personal inviter,
            GroupName group,
            Instant expiresAt,
            Secret.Hash secret,
            boolean again)
            implements MailContent {

        @Override
        public @Nullable Personal named() {
            return inviter;
        }
    }

    record Confirmation(Recipient to, CustomerId customerId, String customer, Instant confirmBy, Secret.Hash secret)
            implements MailContent {}

    record CustomerExpiresSoon(Recipient to, CustomerId customerId, String customer, Instant confirmBy)
            implements MailContent {}

    /** @param invitee the name of the person who has not answered yet */
    record InvitationExpiresSoon(
            Recipient to,
            InvitationId invitationId,
            MembershipId inviter,
            String customer,
            Personal invitee,
            Instant expiresAt)
            implements MailContent {

        @Override
        public Personal named() {
            return invitee;
        }
    }

    record InvitationLimitNeared(Recipient to, String customer, int pending, int limit) implements MailContent {}

    /** @param dueBy from then on the customer is restricted, unless it has a payment method */
    record PaymentReminder(Recipient to, String customer, Instant dueBy) implements MailContent {}

    record CustomerRestricted(Recipient to, String customer) implements MailContent {}

    record RestrictionLifted(Recipient to, String customer) implements MailContent {}

    record PaymentMethodEnabled(Recipient to, String customer) implements MailContent {}

    /** An operator has declined a request to pay by invoice, or taken back what was enabled. */
    record PaymentMethodDeclined(Recipient to, String customer) implements MailContent {}

    record GroupChanged(Recipient to, String customer, GroupName former, GroupName group) implements MailContent {}

    /** @param endsAt absent if the membership has no end any more */
    record MembershipEndSet(
            Recipient to, String customer, @Nullable Instant endsAt) implements MailContent {}

    record MembershipEndsSoon(Recipient to, MembershipId membershipId, String customer, Instant endsAt)
            implements MailContent {}

    /**
     * A partner's user has added themself.
     *
     * @param added their name
     * @param reason in their words
     */
    record PartnerUserAdded(Recipient to, String customer, Personal added, String reason) implements MailContent {

        @Override
        public Personal named() {
            return added;
        }
    }

    /** @param reason in the operator's words */
    record OperatorActed(Recipient to, String customer, String reason) implements MailContent {}

    /** @param projects to how many projects access has ended with the membership */
    record UserRemoved(Recipient to, String customer, RemovalCause cause, int projects) implements MailContent {}

    /** @param endsAt absent if the access has no end */
    record UserAssigned(
            Recipient to,
            String customer,
            String project,
            ProjectRole role,
            @Nullable Instant endsAt) implements MailContent {}

    record UserUnassigned(Recipient to, String customer, String project) implements MailContent {}

    record PasswordReset(Recipient to, Secret.Hash secret, Instant validUntil) implements MailContent {}

    record AddressVerification(Recipient to, Secret.Hash secret, Instant validUntil) implements MailContent {}

    record AddressAlreadyRegistered(Recipient to) implements MailContent {}

    /**
     * @param size of the ledger
     * @param note the checkpoint as it was signed
     */
    record Checkpoint(Recipient to, long size, String note) implements MailContent {}
}
