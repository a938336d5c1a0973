package io.customeraccounts.domain.values;

/**
 * What a project is called: 1 to 200 code points of any script after NFC and without white space at either end. It may
 * change at any time; several projects may have the same one.
 *
 * <p>Rule: E-mail and names; the same characters are refused as in a {@link FullName}.
 *
 * @param value in NFC, without white space at either end
 */
public record ProjectName(String value) {

    /**
     * Brings the name into its form.
     *
     * @throws InvalidValue with one of the {@code NAME_} reasons
     */
    public ProjectName {
        value = Names.normalize(value);
    }
}
