package io.customeraccounts.domain.values;

/**
 * What a project is marked with, for reports and for sorting: a name such as {@code environment} and a value. Nothing is decided
 * by it, and it is no personal data.
 */
public record ProjectTag(String name, String value) {

    /** Product decision: one project has at most so many. */
    public static final int MAX = 20;

    private static final int MAX_NAME_LENGTH = 30;

    /**
     * @param name written like an identifier, 2 to 30 characters
     * @param value 1 to 200 code points, by the rule of a {@link FullName}
     * @throws InvalidValue with one of the {@code IDENTIFIER_} or {@code NAME_} reasons, for texts that come from outside
     */
    public static ProjectTag parse(String name, String value) {
        return new ProjectTag(Identifier.wellFormed(name, MAX_NAME_LENGTH), Names.normalize(value));
    }
}
