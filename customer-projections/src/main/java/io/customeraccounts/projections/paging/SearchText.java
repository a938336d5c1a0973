package io.customeraccounts.projections.paging;

/** What somebody looks for. */
public final class SearchText {

    private SearchText() {}

    /**
     * Whether the text is in no name and no address: a control character or half of a character is in it. Nor can every
     * database be asked for it.
     */
    public static boolean isNowhere(String text) {
        return text.codePoints().anyMatch(character -> switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE -> true;
            default -> false;
        });
    }
}
