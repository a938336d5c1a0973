package io.customeraccounts.domain.values;

/**
 * What a person is called: one field, never split, 1 to 200 code points of any script after NFC and without white space
 * at either end.
 *
 * <p>Rule: E-mail and names. Refused are line breaks, control characters, bidi embeddings, overrides and isolates, lone
 * surrogates, noncharacters, and names with nothing to see. A name that looks like a URL is a name: it is neutralised
 * where it is shown.
 *
 * <p>Personal data: {@link #toString()} hides it.
 *
 * @param value in NFC, without white space at either end
 */
public record FullName(String value) {

    /**
     * Brings the name into its form.
     *
     * @throws InvalidValue with one of the {@code NAME_} reasons
     */
    public FullName {
        value = Names.normalize(value);
    }

    /** Without the name: what is logged by accident must not be personal data. */
    @Override
    public String toString() {
        return "FullName[hidden]";
    }
}
