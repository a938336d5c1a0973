package io.customeraccounts.api.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.domain.values.SystemId;
import java.security.SecureRandom;
import java.util.UUID;

/** New ids, which are UUIDs that sort by time (RFC 9562, version 7), and secrets. Made at the edge only, so that the domain stays repeatable. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static CustomerId newCustomer() {
        return new CustomerId(next());
    }

    public static InvitationId newInvitation() {
        return new InvitationId(next());
    }

    public static MembershipId newMembership() {
        return new MembershipId(next());
    }

    public static ProjectId newProject() {
        return new ProjectId(next());
    }

    public static MessageId newMessage() {
        return new MessageId(next());
    }

    public static GrantId newGrant() {
        return new GrantId(next());
    }

    public static PaymentMethodId newPaymentMethod() {
        return new PaymentMethodId(next());
    }

    public static BillingAddressId newBillingAddress() {
        return new BillingAddressId(next());
    }

    public static SystemId newSystem() {
        return new SystemId(next());
    }

    /** For the link in a mail. */
    public static String newClientId() {
        return "client-" + next();
    }

    public static Secret newSecret() {
        return Secret.generate(RANDOM);
    }

    private static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
