package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Why a customer account refuses a command. */
public abstract sealed class CustomerRefusal extends Refusal {

    private CustomerRefusal(String message) {
        super(message);
    }

    /** The acting person is no active user, or their group lacks the permission. */
    public static final class NotPermitted extends CustomerRefusal {
        private final Permission missing;

        public NotPermitted(Permission missing) {
            super("missing permission " + missing);
            this.missing = missing;
        }

        public Permission missing() {
            return missing;
        }
    }

    /** The thing was changed after the caller last saw it. */
    public static final class VersionMismatch extends CustomerRefusal {
        private final long current;

        public VersionMismatch(long current) {
            super("version is " + current + " now");
            this.current = current;
        }

        public long current() {
            return current;
        }
    }

    /** The person has signed up before, and has this customer from then. */
    public static final class AlreadySignedUp extends CustomerRefusal {
        private final CustomerId existing;

        public AlreadySignedUp(CustomerId existing) {
            super("signed up already with customer " + existing);
            this.existing = existing;
        }

        public CustomerId existing() {
            return existing;
        }
    }

    /** Another customer has the identifier, or had it. */
    public static final class IdentifierTaken extends CustomerRefusal {
        private final String identifier;

        public IdentifierTaken(String identifier) {
            super("identifier " + identifier + " is taken");
            this.identifier = identifier;
        }

        public String identifier() {
            return identifier;
        }
    }

    /** The confirmation mail must be answered first. */
    public static final class CustomerPendingConfirmation extends CustomerRefusal {
        public CustomerPendingConfirmation(CustomerId id) {
            super("customer " + id + " is not confirmed");
        }
    }

    /** The account was never confirmed and is gone. */
    public static final class CustomerIsExpired extends CustomerRefusal {
        public CustomerIsExpired(CustomerId id) {
            super("customer " + id + " has expired");
        }
    }

    /** The account is closed; nothing can change in it any more. */
    public static final class CustomerIsClosed extends CustomerRefusal {
        public CustomerIsClosed(CustomerId id) {
            super("customer " + id + " is closed");
        }
    }

    /** The secret is not that of the last confirmation mail. */
    public static final class ConfirmationUnknown extends CustomerRefusal {
        public ConfirmationUnknown(CustomerId id) {
            super("not the confirmation of customer " + id);
        }
    }

    /** What was typed to confirm an irrevocable act is not what had to be typed. */
    public static final class ConfirmationMismatch extends CustomerRefusal {
        public ConfirmationMismatch() {
            super("typed confirmation does not match");
        }
    }

    /** No such group, or not one for this kind of customer. */
    public static final class GroupNotAvailable extends CustomerRefusal {
        private final GroupName group;
        private final CustomerKind kind;

        public GroupNotAvailable(GroupName group, CustomerKind kind) {
            super("no such group for a " + kind);
            this.group = group;
            this.kind = kind;
        }

        public GroupName group() {
            return group;
        }

        public CustomerKind kind() {
            return kind;
        }
    }

    /** The customer has no active user with this membership. */
    public static final class UserNotFound extends CustomerRefusal {
        public UserNotFound() {
            super("no such user");
        }
    }

    /** The customer would be left without an active admin. */
    public static final class LastAdmin extends CustomerRefusal {
        private final List<MembershipId> candidates;

        /** @param candidates the active users who could be made admin, the longest-standing first, at most ten */
        public LastAdmin(List<MembershipId> candidates) {
            super("last admin");
            this.candidates = List.copyOf(candidates);
        }

        public List<MembershipId> candidates() {
            return candidates;
        }
    }

    /** A membership cannot end in the past. */
    public static final class MembershipEndPast extends CustomerRefusal {
        private final Instant now;

        public MembershipEndPast(Instant now) {
            super("membership end is not after " + now);
            this.now = now;
        }

        public Instant now() {
            return now;
        }
    }

    /** The address, or the person who wants to accept, belongs to an active user of the customer. */
    public static final class AlreadyAUser extends CustomerRefusal {
        private final MembershipId membershipId;

        public AlreadyAUser(MembershipId membershipId) {
            super("already a user: " + membershipId);
            this.membershipId = membershipId;
        }

        public MembershipId membershipId() {
            return membershipId;
        }
    }

    /** The address is invited already; that invitation can be amended or resent. */
    public static final class InvitationPending extends CustomerRefusal {
        private final InvitationId invitationId;

        public InvitationPending(InvitationId invitationId) {
            super("already pending: " + invitationId);
            this.invitationId = invitationId;
        }

        public InvitationId invitationId() {
            return invitationId;
        }
    }

    /** The customer has as many pending invitations, or has sent as many within 24 hours, as it may. */
    public static final class InvitationLimit extends CustomerRefusal {
        private final int limit;
        private final boolean daily;

        /** @param daily whether the limit is that of 24 hours, rather than that of pending invitations */
        public InvitationLimit(int limit, boolean daily) {
            super("invitation limit " + limit + (daily ? " a day" : " pending"));
            this.limit = limit;
            this.daily = daily;
        }

        public int limit() {
            return limit;
        }

        public boolean daily() {
            return daily;
        }
    }

    /** The wished lifetime of an invitation is out of range. */
    public static final class LifetimeOutOfRange extends CustomerRefusal {
        private final Duration shortest;
        private final Duration longest;

        public LifetimeOutOfRange(Duration shortest, Duration longest) {
            super("lifetime not within " + shortest + " and " + longest);
            this.shortest = shortest;
            this.longest = longest;
        }

        public Duration shortest() {
            return shortest;
        }

        public Duration longest() {
            return longest;
        }
    }

    /** A mail was sent too recently, or too often within 24 hours, to be sent again. */
    public static final class ResendLimit extends CustomerRefusal {
        private final Instant possibleAt;

        public ResendLimit(Instant possibleAt) {
            super("resend possible at " + possibleAt);
            this.possibleAt = possibleAt;
        }

        public Instant possibleAt() {
            return possibleAt;
        }
    }

    /** No such invitation, or the secret is not that of its last mail: the same answer, so that nothing is revealed. */
    public static final class InvitationNotFound extends CustomerRefusal {
        public InvitationNotFound() {
            super("no such invitation");
        }
    }

    /** The customer has had no user with this membership within the time in which people may be invited back. */
    public static final class FormerMembershipUnknown extends CustomerRefusal {
        public FormerMembershipUnknown() {
            super("no such former membership");
        }
    }

    /** The invitation is no longer pending. */
    public static final class InvitationEnded extends CustomerRefusal {
        private final InvitationId invitationId;
        private final InvitationState state;
        private final Instant endedAt;

        public InvitationEnded(InvitationId invitationId, InvitationState state, Instant endedAt) {
            super("invitation " + invitationId + " is " + state + " since " + endedAt);
            this.invitationId = invitationId;
            this.state = state;
            this.endedAt = endedAt;
        }

        public InvitationId invitationId() {
            return invitationId;
        }

        /** What happened to it; never {@code PENDING}. */
        public InvitationState state() {
            return state;
        }

        public Instant endedAt() {
            return endedAt;
        }
    }

    /** The person has no verified address that equals the invited one, and no link to prove it. */
    public static final class EmailNotVerified extends CustomerRefusal {
        public EmailNotVerified() {
            super("no verified address matches");
        }
    }

    /** The customer named no payment method in time: nothing new until it does. */
    public static final class CustomerIsRestricted extends CustomerRefusal {
        public CustomerIsRestricted(CustomerId id) {
            super("customer " + id + " is restricted");
        }
    }

    /** The customer has no such payment method, or has removed it. */
    public static final class PaymentMethodNotFound extends CustomerRefusal {
        public PaymentMethodNotFound() {
            super("no such payment method");
        }
    }

    /** The customer has no such billing address, or has removed it. */
    public static final class BillingAddressNotFound extends CustomerRefusal {
        public BillingAddressNotFound() {
            super("no such billing address");
        }
    }

    /** Somebody wants to use a payment method that is not an active one of the customer. */
    public static final class PaymentMethodNotAvailable extends CustomerRefusal {
        private final PaymentMethodId paymentMethodId;

        public PaymentMethodNotAvailable(PaymentMethodId paymentMethodId) {
            super("payment method " + paymentMethodId + " is not available");
            this.paymentMethodId = paymentMethodId;
        }

        public PaymentMethodId paymentMethodId() {
            return paymentMethodId;
        }
    }

    /** Somebody wants to use a billing address that is not one of the customer. */
    public static final class BillingAddressNotAvailable extends CustomerRefusal {
        private final BillingAddressId billingAddressId;

        public BillingAddressNotAvailable(BillingAddressId billingAddressId) {
            super("billing address " + billingAddressId + " is not available");
            this.billingAddressId = billingAddressId;
        }

        public BillingAddressId billingAddressId() {
            return billingAddressId;
        }
    }

    /** The card is past its last month already. */
    public static final class CardExpired extends CustomerRefusal {
        private final Instant expiredAt;

        public CardExpired(Instant expiredAt) {
            super("card expired at " + expiredAt);
            this.expiredAt = expiredAt;
        }

        public Instant expiredAt() {
            return expiredAt;
        }
    }

    /** Projects name it, and a project always names a payment method and a billing address. */
    public static final class InUse extends CustomerRefusal {
        private final List<ProjectId> projects;

        public InUse(List<ProjectId> projects) {
            super("in use by " + projects.size() + " projects");
            this.projects = List.copyOf(projects);
        }

        public List<ProjectId> projects() {
            return projects;
        }
    }

    /** The partner is none, or cannot be used. */
    public static final class PartnerNotAvailable extends CustomerRefusal {
        private final CustomerId partnerId;

        public PartnerNotAvailable(CustomerId partnerId) {
            super(partnerId + " is no partner that can be used");
            this.partnerId = partnerId;
        }

        public CustomerId partnerId() {
            return partnerId;
        }
    }

    /** A partner manages the customer, so that it cannot become one itself. */
    public static final class CustomerIsManaged extends CustomerRefusal {
        public CustomerIsManaged(CustomerId id) {
            super("customer " + id + " is managed by a partner");
        }
    }

    /** The customer is a partner, which nobody manages. */
    public static final class CustomerIsPartner extends CustomerRefusal {
        public CustomerIsPartner(CustomerId id) {
            super("customer " + id + " is a partner");
        }
    }

    /** A partner's user who has added themself keeps the group that they came with. */
    public static final class CameThroughPartner extends CustomerRefusal {
        public CameThroughPartner() {
            super("came through the partner");
        }
    }

    /** The partner still manages customers. */
    public static final class ManagedCustomersLeft extends CustomerRefusal {
        public ManagedCustomersLeft(CustomerId id) {
            super("partner " + id + " manages customers");
        }
    }
}
