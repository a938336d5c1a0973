package io.customeraccounts.projections.tables;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.InvalidValue;
import java.util.Locale;

/** How e-mail addresses from events are compared. */
public final class Addresses {

    private Addresses() {}

    /**
     * The canonical form of an address that was once accepted. Also if it would not be accepted today: a rule that is
     * tightened must not keep an old event from being read.
     */
    public static String canonical(String email) {
        try {
            return EmailAddress.parse(email).canonical();
        } catch (InvalidValue e) {
            return email.toLowerCase(Locale.ROOT);
        }
    }
}
