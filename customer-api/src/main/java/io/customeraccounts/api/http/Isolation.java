package io.customeraccounts.api.http;

/** Keeps a name that is written from right to left from changing the order of the words around it (UAX 9). */
public final class Isolation {

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_DIRECTIONAL_ISOLATE = '\u2069';

    private Isolation() {}

    /** The text as it is if it has nothing that is written from right to left; otherwise between isolates, once. */
    public static String isolate(String text) {
        return text.isEmpty()
                        || text.charAt(0) == FIRST_STRONG_ISOLATE
                        || text.codePoints().noneMatch(Isolation::isRightToLeft)
                ? text
                : FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE;
    }

    private static boolean isRightToLeft(int character) {
        return switch (Character.getDirectionality(character)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        };
    }
}
