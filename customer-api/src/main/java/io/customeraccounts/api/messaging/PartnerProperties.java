package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.customer.PartnerRules;
import io.customeraccounts.domain.values.GroupName;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an installation sets for partners (rule: Partner customers).
 *
 * @param addedAs the group of a partner's user who adds themself to a managed customer
 * @param addedFor how long they stay unless they choose otherwise; a duration such as {@code 24h}
 */
@ConfigurationProperties("customer-accounts.partners")
record PartnerProperties(
        @DefaultValue("CUSTOMER_ADMIN") AddedAs addedAs,
        @DefaultValue("24h") Duration addedFor) {

    enum AddedAs {
        CUSTOMER_ADMIN,
        CUSTOMER_EMPLOYEE
    }

    /** @throws IllegalArgumentException saying what to correct; the service does not start then */
    PartnerRules rules() {
        return new PartnerRules(new GroupName(addedAs.name()), addedFor);
    }
}
