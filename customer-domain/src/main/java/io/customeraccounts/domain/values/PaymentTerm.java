package io.customeraccounts.domain.values;

import java.time.Duration;
import java.time.Instant;

/** How long a customer may go without ever having had a payment method (rule: Sign-up). In days of 24 hours. */
public final class PaymentTerm {

    /** Product decision: payment details are due within 30 days of the confirmation. */
    private static final Duration TERM = Duration.ofDays(30);

    /** Product decision: warned on day 23 and 29. */
    private static final Duration FIRST_REMINDER = Duration.ofDays(7);

    private static final Duration LAST_REMINDER = Duration.ofDays(1);

    private PaymentTerm() {}

    /**
     * From then on the customer is restricted.
     *
     * @param usableSince when the customer was confirmed, or opened if nothing had to be confirmed
     */
    public static Instant dueBy(Instant usableSince) {
        return usableSince.plus(TERM);
    }

    public static Instant firstReminder(Instant dueBy) {
        return dueBy.minus(FIRST_REMINDER);
    }

    public static Instant lastReminder(Instant dueBy) {
        return dueBy.minus(LAST_REMINDER);
    }
}
