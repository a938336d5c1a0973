package io.customeraccounts.api.mail;

import io.customeraccounts.api.http.Isolation;
import java.util.regex.Pattern;

/**
 * Names that people have chosen, as they may stand in a mail: nothing in them becomes a link, a line, a header or markup of
 * its own, or changes the order of the text around them (rule: E-mail and names). Markup is escaped by the template.
 */
final class Inert {

    /**
     * Where mail programs see a link, also as other scripts write it: a dot, a colon or an at sign within a word, a double
     * slash. A plain space there ends every link. Zero-width characters would not do: programs take them for a part of the
     * link, and browsers ignore them in host names (UTS 46). Nor would other spaces, which are letters to some programs.
     */
    private static final Pattern LINKING =
            Pattern.compile("([.:@\\u2024\\u3002\\uFF0E\\uFF1A\\uFF20\\uFF61])(?=\\S)|([/\\\\])(?=[/\\\\])");

    private Inert() {}

    static String name(String name) {
        var seen = new StringBuilder(name.length());
        for (var character : name.codePoints().toArray()) {
            switch (Character.getType(character)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> seen.append(' ');
                case Character.SURROGATE -> seen.append('\uFFFD');
                case Character.FORMAT -> {
                    if (belongsToSpelling(character)) {
                        seen.appendCodePoint(character);
                    }
                }
                default -> seen.appendCodePoint(character);
            }
        }
        return Isolation.isolate(LINKING.matcher(seen).replaceAll("$0 "));
    }

    /** Joiners and directional marks; no name in some scripts without them. */
    private static boolean belongsToSpelling(int character) {
        return (character >= 0x200C && character <= 0x200F) || character == 0x061C;
    }
}
