package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.MANDATE_REFERENCE_MALFORMED;

import java.util.regex.Pattern;

/** The permission to collect money from a bank account (SEPA Direct Debit). */
public record SepaMandate(Iban iban, Reference reference, FullName accountHolder) {

    /**
     * What the creditor calls the mandate: 1 to 35 characters. Source: EPC217-08, SEPA best practices on the character
     * set of identifiers.
     */
    public record Reference(String value) {

        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+?/:().,'-]([A-Za-z0-9+?/:().,' -]{0,34})");

        /** @throws InvalidValue if it has other characters, begins or ends with a slash, or has two in a row */
        public Reference {
            if (!FORM.matcher(value).matches()
                    || value.startsWith("/")
                    || value.endsWith("/")
                    || value.contains("//")) {
                throw InvalidValue.because(MANDATE_REFERENCE_MALFORMED);
            }
        }
    }
}
