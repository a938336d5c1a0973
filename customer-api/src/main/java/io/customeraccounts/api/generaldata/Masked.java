package io.customeraccounts.api.generaldata;

import org.jspecify.annotations.Nullable;

/** Whether texts that may be personal are shown: to those who may edit them, and to nobody else (rule: General data). */
record Masked(boolean hides) {

    private static final String HIDDEN = "***";

    String text(String text) {
        return hides ? HIDDEN : text;
    }

    @Nullable
    String orNull(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
