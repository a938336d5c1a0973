package io.customeraccounts.domain.values;

import java.util.regex.Pattern;

/** Names a {@link Group}, in upper case with underscores: {@code CUSTOMER_ADMIN}. */
public record GroupName(String value) {

    private static final int MAX_LENGTH = 59;
    private static final Pattern FORM = Pattern.compile("[A-Z](_?[A-Z0-9])+");

    /** Whether a new group may be called so; 2 to {@value #MAX_LENGTH} characters. */
    public static boolean isWellFormed(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
