package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.MESSAGE_TOO_LONG;
import static io.customeraccounts.domain.values.InvalidValue.Reason.NAME_BLANK;

import com.ibm.icu.text.Normalizer2;
import java.util.stream.Collectors;

/**
 * What a partner writes to the users of a customer: plain text of one or several lines, 1 to 1000 code points. Written for all of
 * them, so that it is no personal data of anyone; whoever writes it is told so. Shown as it is and never as anything else.
 *
 * @param value in NFC, lines separated by a line feed, none of them with white space at its end
 */
public record MessageText(String value) {

    private static final int MAX_CODE_POINTS = 1000;

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    /**
     * Brings the text into its form.
     *
     * @throws InvalidValue with {@code MESSAGE_TOO_LONG}, or {@code NAME_BLANK} or {@code NAME_CHARACTER_NOT_ALLOWED} by the rule of
     *     a {@link FullName}
     */
    public MessageText {
        if (value.length() > MAX_CODE_POINTS * 4) {
            throw InvalidValue.beyond(MAX_CODE_POINTS, MESSAGE_TOO_LONG);
        }
        value = NFC.normalize(value.lines()
                .map(MessageText::checked)
                .collect(Collectors.joining("\n"))
                .strip());
        if (value.codePointCount(0, value.length()) > MAX_CODE_POINTS) {
            throw InvalidValue.beyond(MAX_CODE_POINTS, MESSAGE_TOO_LONG);
        }
        if (!Names.isVisible(value)) {
            throw InvalidValue.because(NAME_BLANK);
        }
    }

    private static String checked(String line) {
        Names.refuseForbiddenCharacters(line, 0, line.length());
        return line.stripTrailing();
    }
}
