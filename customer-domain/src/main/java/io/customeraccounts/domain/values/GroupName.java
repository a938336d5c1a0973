package io.customeraccounts.domain.values;

/** Names a {@link Group}, in upper case with underscores: {@code CUSTOMER_ADMIN}. */
public record GroupName(String value) {

    @Override
    public String toString() {
        return value;
    }
}
