package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.NAME_BLANK;
import static io.customeraccounts.domain.values.InvalidValue.Reason.NAME_CHARACTER_NOT_ALLOWED;
import static io.customeraccounts.domain.values.InvalidValue.Reason.NAME_TOO_LONG;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/** What people and companies may be called. Rule: E-mail and names. */
final class Names {

    /** Code points, after NFC and without white space at either end. Source: E-mail and names. */
    static final int MAX_CODE_POINTS = 200;

    /**
     * UTF-16 units. NFC makes one code point of four at most, and each takes two units at most: what is longer stays
     * too long.
     */
    private static final int MAX_GIVEN_LENGTH = MAX_CODE_POINTS * 4 * 2;

    private static final int BRAILLE_PATTERN_BLANK = 0x2800;

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    private Names() {}

    /** The name in NFC, without white space at either end. */
    static String normalize(String text) {
        var start = startOfName(text);
        var end = endOfName(text, start);
        if (end - start > MAX_GIVEN_LENGTH) {
            throw InvalidValue.beyond(MAX_CODE_POINTS, NAME_TOO_LONG);
        }
        refuseForbiddenCharacters(text, start, end);
        var name = NFC.normalize(text.substring(start, end));
        if (name.codePointCount(0, name.length()) > MAX_CODE_POINTS) {
            throw InvalidValue.beyond(MAX_CODE_POINTS, NAME_TOO_LONG);
        }
        if (!isVisible(name)) {
            throw InvalidValue.because(NAME_BLANK);
        }
        return name;
    }

    static boolean isVisible(String text) {
        return text.codePoints().anyMatch(Names::isVisible);
    }

    private static int startOfName(String text) {
        var start = 0;
        while (start < text.length() && UCharacter.isUWhiteSpace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int endOfName(String text, int start) {
        var end = text.length();
        while (end > start && UCharacter.isUWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    static void refuseForbiddenCharacters(String text, int start, int end) {
        for (var i = start; i < end; ) {
            var character = text.codePointAt(i);
            if (isForbidden(character)) {
                throw InvalidValue.at(text.codePointCount(0, i), NAME_CHARACTER_NOT_ALLOWED);
            }
            i += Character.charCount(character);
        }
    }

    /**
     * The bidi characters that change the order of what follows, which can be text around the name. The marks (LRM,
     * RLM, ALM) cannot, and they, the joiners (ZWJ, ZWNJ) and variation selectors belong to the spelling of names in
     * some scripts.
     */
    private static boolean isForbidden(int character) {
        var reordersText = (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
        var isNoncharacter = UCharacter.hasBinaryProperty(character, UProperty.NONCHARACTER_CODE_POINT);
        return reordersText
                || isNoncharacter
                || switch (UCharacter.getType(character)) {
                    case UCharacter.CONTROL,
                            UCharacter.LINE_SEPARATOR,
                            UCharacter.PARAGRAPH_SEPARATOR,
                            UCharacter.SURROGATE -> true;
                    default -> false;
                };
    }

    private static boolean isVisible(int character) {
        return !UCharacter.isUWhiteSpace(character)
                && !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                && UCharacter.getType(character) != UCharacter.FORMAT
                && character != BRAILLE_PATTERN_BLANK;
    }
}
