package io.customeraccounts.domain.values;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.regex.Pattern;

/**
 * Recognises payment card numbers in text, so that none is ever taken in.
 *
 * <p>Rule: General data, "anything that looks like a card number". Meant for text that people write freely. One in ten
 * digit sequences of the right length passes by chance; therefore an IBAN or the id of something, each with a form of its
 * own, is none.
 */
public final class CardNumbers {

    /** Digits. Source: ISO/IEC 7812-1, as narrowed by General data. */
    private static final int MIN_DIGITS = 13;

    private static final int MAX_DIGITS = 19;

    /** Characters between two groups of digits of one number, as in {@code 4111 - 1111}. */
    private static final int MAX_SEPARATORS = 3;

    /** An id as we write it (RFC 9562). */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private CardNumbers() {}

    /**
     * Whether one or several neighbouring groups of digits together have 13 to 19 digits and pass the Luhn check.
     * Groups are neighbours when only white space, dashes or invisible characters, three at most, stand between them;
     * digits are those of any script; other characters may surround the number. Takes time proportional to the length.
     */
    public static boolean looksLikeCardNumber(String text) {
        return containsCardNumber(text) && !ID.matcher(text).matches() && !Iban.isIban(text);
    }

    private static boolean containsCardNumber(String text) {
        var run = new Run();
        var separators = 0;
        for (var i = 0; i < text.length(); ) {
            var character = text.codePointAt(i);
            var digit = UCharacter.digit(character);
            if (digit >= 0) {
                run.add(digit, separators > 0);
                separators = 0;
            } else {
                if (separators == 0 && run.endsInCardNumber()) {
                    return true;
                }
                if (!isSeparator(character) || ++separators > MAX_SEPARATORS) {
                    run.clear();
                    separators = 0;
                }
            }
            i += Character.charCount(character);
        }
        return separators == 0 && run.endsInCardNumber();
    }

    private static boolean isSeparator(int character) {
        return UCharacter.isUWhiteSpace(character)
                || UCharacter.hasBinaryProperty(character, UProperty.DASH)
                || UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    /** The last digits of neighbouring groups, as many as a card number can have, and where groups start among them. */
    private static final class Run {

        private final int[] digits = new int[MAX_DIGITS];
        private final boolean[] startsGroup = new boolean[MAX_DIGITS];
        private long length;

        void add(int digit, boolean afterSeparator) {
            var index = (int) (length % MAX_DIGITS);
            digits[index] = digit;
            startsGroup[index] = afterSeparator || length == 0;
            length++;
        }

        void clear() {
            length = 0;
        }

        /**
         * Luhn from the last digit towards the first: every second digit counts double, with the digits of the product
         * added up.
         */
        boolean endsInCardNumber() {
            var sum = 0;
            for (var taken = 1; taken <= Math.min(length, MAX_DIGITS); taken++) {
                var index = (int) ((length - taken) % MAX_DIGITS);
                var doubled = taken % 2 == 0 ? digits[index] * 2 : digits[index];
                sum += doubled > 9 ? doubled - 9 : doubled;
                if (taken >= MIN_DIGITS && startsGroup[index] && sum % 10 == 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
