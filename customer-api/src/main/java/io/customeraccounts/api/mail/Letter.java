package io.customeraccounts.api.mail;

import io.customeraccounts.domain.values.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A mail in words, as its recipient is to read it.
 *
 * @param text for programs that show no HTML; says the same
 * @param file absent if there is none
 */
record Letter(
        EmailAddress to,
        String subject,
        String text,
        String html,
        @Nullable File file) {

    /** Comes along with the mail, byte for byte. */
    record File(String name, String content) {}

    /** Without the words: they are personal, and may carry a secret. */
    @Override
    public String toString() {
        return "Letter[hidden]";
    }
}
