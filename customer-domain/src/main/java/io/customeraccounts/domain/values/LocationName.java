package io.customeraccounts.domain.values;

/**
 * Where resources of a project may be: a cloud region, a data centre, a platform. Written like an identifier, such as
 * {@code eu-de-central}. {@link #GLOBAL} is on every project and cannot be removed (rule: Projects).
 */
public record LocationName(String value) {

    public static final LocationName GLOBAL = new LocationName("global");

    /** @throws InvalidValue with one of the {@code IDENTIFIER_} reasons, for a text that comes from outside */
    public static LocationName parse(String text) {
        return text.equals(GLOBAL.value())
                ? GLOBAL
                : new LocationName(Identifier.ofProject(text).value());
    }

    @Override
    public String toString() {
        return value;
    }
}
