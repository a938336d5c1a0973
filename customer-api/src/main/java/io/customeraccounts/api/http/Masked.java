package io.customeraccounts.api.http;

import org.jspecify.annotations.Nullable;

/** Whether texts that may be personal are shown: to those who may edit them, and to nobody else (rule: General data). */
public record Masked(boolean hides) {

    private static final String HIDDEN = "***";

    public String text(String text) {
        return hides ? HIDDEN : text;
    }

    public @Nullable String orNull(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
