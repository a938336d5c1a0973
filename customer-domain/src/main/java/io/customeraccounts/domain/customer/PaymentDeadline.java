package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.PaymentTerm;
import java.time.Instant;

/**
 * The time that a customer has to name its first payment method. Judged by the clock; that it has passed is recorded only
 * for the books (rule: Sign-up).
 *
 * @param dueBy from then on the customer is restricted
 * @param reminders how many have been recorded
 * @param recorded whether it is in the books that the customer is restricted
 */
record PaymentDeadline(Instant dueBy, int reminders, boolean recorded) {

    static PaymentDeadline from(Instant usableSince) {
        return new PaymentDeadline(PaymentTerm.dueBy(usableSince), 0, false);
    }

    boolean passed(Instant now) {
        return !now.isBefore(dueBy);
    }

    /** One that comes late is left out if the next is due as well, and after the end none is of use. */
    boolean reminderDue(Instant now) {
        return !passed(now)
                && ((reminders < 1 && !now.isBefore(PaymentTerm.firstReminder(dueBy)))
                        || (reminders < 2 && lastReminderDue(now)));
    }

    boolean lastReminderDue(Instant now) {
        return !now.isBefore(PaymentTerm.lastReminder(dueBy));
    }

    PaymentDeadline reminded(boolean last) {
        return new PaymentDeadline(dueBy, last ? 2 : 1, recorded);
    }

    PaymentDeadline inTheBooks() {
        return new PaymentDeadline(dueBy, reminders, true);
    }
}
