package io.customeraccounts.domain.values;

/**
 * One line of text that people write freely, such as a line of an address: 1 to 200 code points of any script, by the same
 * rule as a {@link FullName}.
 *
 * <p>May be personal data: {@link #toString()} hides it.
 *
 * @param value in NFC, without white space at either end
 */
public record TextLine(String value) {

    /**
     * Brings the text into its form.
     *
     * @throws InvalidValue with one of the {@code NAME_} reasons
     */
    public TextLine {
        value = Names.normalize(value);
    }

    @Override
    public String toString() {
        return "TextLine[hidden]";
    }
}
