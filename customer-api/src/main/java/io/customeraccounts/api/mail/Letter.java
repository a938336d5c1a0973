package io.customeraccounts.api.mail;

import io.customeraccounts.domain.values.EmailAddress;

/**
 * A mail in words, as its recipient is to read it.
 *
 * @param text for programs that show no HTML; says the same
 */
record Letter(EmailAddress to, String subject, String text, String html) {

    /** Without the words: they are personal, and may carry a secret. */
    @Override
    public String toString() {
        return "Letter[hidden]";
    }
}
