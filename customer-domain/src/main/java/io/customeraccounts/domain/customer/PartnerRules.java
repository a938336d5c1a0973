package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import java.time.Duration;

/**
 * What an installation sets for partners' users who add themselves to a managed customer (rule: Partner customers).
 *
 * @param addedAs the group that they get; one of a customer that is no partner
 * @param addedFor how long they stay unless they choose otherwise; more than nothing
 */
public record PartnerRules(GroupName addedAs, Duration addedFor) {

    public static final PartnerRules DEFAULT = new PartnerRules(Groups.CUSTOMER_ADMIN, Duration.ofHours(24));

    /** @throws IllegalArgumentException saying what to correct */
    public PartnerRules {
        if (!addedFor.isPositive()) {
            throw new IllegalArgumentException("partners' users must be added for more than no time: " + addedFor);
        }
    }
}
