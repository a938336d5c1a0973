package io.customeraccounts.domain.values;

/**
 * What a connected system calls something that a project has in it: 1 to 200 code points of any script after NFC and without white space at either end.
 *
 * <p>The same characters are refused as in a {@link FullName}.
 *
 * @param value in NFC, without white space at either end
 */
public record ResourceName(String value) {

    /**
     * Brings the name into its form.
     *
     * @throws InvalidValue with one of the {@code NAME_} reasons
     */
    public ResourceName {
        value = Names.normalize(value);
    }
}
