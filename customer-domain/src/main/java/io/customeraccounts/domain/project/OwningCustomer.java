package io.customeraccounts.domain.project;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a project, or a message to the users, must know of the customer. Answers from tables written in the transactions of the events,
 * in the transaction of the project's command: what another command has been acknowledged for is seen here.
 */
public interface OwningCustomer {

    /** Whether the account can be used at all. */
    enum Standing {
        PENDING_CONFIRMATION,
        ACTIVE,
        /** No payment method in time: what exists keeps working; no new project and no new grant. */
        RESTRICTED,
        /** Never confirmed, and gone. */
        EXPIRED,
        CLOSED
    }

    /**
     * A membership that no event has ended.
     *
     * @param endsAt may have passed: that is for the caller to judge
     */
    record Member(
            MembershipId membershipId,
            GroupName group,
            @Nullable Instant endsAt) {

        public boolean activeAt(Instant now) {
            return endsAt == null || now.isBefore(endsAt);
        }
    }

    /** Empty if there is no such customer. */
    Optional<Standing> standing(CustomerId customerId, Instant now);

    /** The person's membership in this customer, not ended by an event. */
    Optional<Member> memberOf(CustomerId customerId, PersonId personId);

    /**
     * The group that somebody has in the partner they act for: if that partner manages the customer and can be used, and they are
     * an active user of it.
     */
    Optional<GroupName> groupInPartner(CustomerId customerId, Actor.PartnerUser user, Instant now);

    /** The membership with this id, if it is one of this customer and no event has ended it. */
    Optional<Member> member(CustomerId customerId, MembershipId membershipId);

    /**
     * The payment method to use: the given one, or the customer's default. Empty if it is not an active one of this
     * customer. It cannot be removed until the end of the transaction.
     */
    Optional<PaymentMethodId> holdPaymentMethod(CustomerId customerId, @Nullable PaymentMethodId wish);

    /** Likewise for the billing address. */
    Optional<BillingAddressId> holdBillingAddress(CustomerId customerId, @Nullable BillingAddressId wish);

    /**
     * Reserves a project's identifier within the customer; {@code false} if one of its projects has it or ever had it,
     * also a deleted one. Whoever reserves the same at the same time waits for the other transaction.
     */
    boolean reserve(Identifier identifier, CustomerId customerId, ProjectId projectId);
}
