package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.customer.InvitationRules;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits that an installation sets for invitations (rule: Invitations).
 *
 * @param lifetime how long an invitation can be accepted, unless the inviter chooses otherwise; a duration such as
 *     {@code 7d}, 1 hour to 30 days
 * @param pendingLimit how many invitations of one customer may be unanswered at once; at least 1
 * @param dailyLimit how many invitations one customer may send within any 24 hours; at least 1
 */
@ConfigurationProperties("customer-accounts.invitation")
record InvitationProperties(
        @DefaultValue("7d") Duration lifetime,
        @DefaultValue("50") int pendingLimit,
        @DefaultValue("100") int dailyLimit) {

    /** @throws IllegalArgumentException saying what to correct; the service does not start then */
    InvitationRules rules() {
        return new InvitationRules(lifetime, pendingLimit, dailyLimit);
    }
}
