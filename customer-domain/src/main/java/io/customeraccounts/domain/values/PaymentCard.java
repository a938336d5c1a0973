package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.CARD_DIGITS_MALFORMED;
import static io.customeraccounts.domain.values.InvalidValue.Reason.CARD_TOKEN_MALFORMED;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * A payment card as a payment provider describes it: never its number (rule: General data).
 *
 * @param expiryMonth the last month in which it is good
 */
public record PaymentCard(Token token, CardBrand brand, LastDigits lastDigits, YearMonth expiryMonth) {

    /** From then on it is not good any more: the end of the month in UTC. */
    public Instant expiresAt() {
        return expiryMonth.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** What the provider calls the card: 8 to 200 visible ASCII characters that do not look like a card number. */
    public record Token(String value) {

        private static final Pattern FORM = Pattern.compile("[!-~]{8,200}");

        /** @throws InvalidValue if it is none */
        public Token {
            if (!FORM.matcher(value).matches() || CardNumbers.looksLikeCardNumber(value)) {
                throw InvalidValue.because(CARD_TOKEN_MALFORMED);
            }
        }

        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /** The last four digits of the number, by which people know their card. */
    public record LastDigits(String value) {

        private static final Pattern FORM = Pattern.compile("[0-9]{4}");

        /** @throws InvalidValue if it is none */
        public LastDigits {
            if (!FORM.matcher(value).matches()) {
                throw InvalidValue.because(CARD_DIGITS_MALFORMED);
            }
        }
    }
}
