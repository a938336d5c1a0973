package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.CardNumbers.looksLikeCardNumber;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those that card schemes publish for tests. */
class CardNumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4222222222222",
                "378282246310005",
                "6011000990139424",
                "6304000000000000000",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "3782 822463 10005",
                "4111 - 1111 - 1111 - 1111",
                "4111\u00A01111\u20091111\u20111111",
                "4111\n1111\t1111\u20131111",
                "4111\u200B1111\u00AD1111\u20601111",
                "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                "４１１１１１１１１１１１１１１１",
                "٤١١١١١١١١١١١١١١١",
                "my card is 4111 1111 1111 1111, thanks",
                "PAN4111111111111111x",
                "4111 1111 1111 1111 12/27",
                "4111 1111 1111 1111 123",
                "invoice 17 4111 1111 1111 1111",
                "17 4111111111111111 123",
                "12345678901234567890123 4111111111111111",
                "1234567890123 4111111111111111",
                "🦄4111111111111111\uD800",
                "https://example.org/?n=4111111111111111",
            })
    void recognisesCardNumbersAnywhere(String text) {
        assertThat(looksLikeCardNumber(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "Acme GmbH, Hauptstr. 17, 10115 Berlin",
                "+49 30 901820",
                "2026-11-23T20:05:00.123Z",
                // wrong check digit
                "4111111111111112",
                "4111 1111 1111 1112",
                // other characters between
                "4111.1111.1111.1111",
                "4111/1111/1111/1111",
                "4111 1111, 1111 1111",
                "4111 1111a1111 1111",
                // too far apart
                "4111 1111 -- 1111 1111",
                "4111 1111    1111 1111",
            })
    void leavesOtherTextAlone(String text) {
        assertThat(looksLikeCardNumber(text)).isFalse();
    }

    @Test
    void counts13To19Digits() {
        for (var digits = 1; digits <= 25; digits++) {
            var number = withCheckDigit("4" + "0".repeat(Math.max(0, digits - 2)));
            assertThat(looksLikeCardNumber(number.substring(number.length() - digits)))
                    .as("%d digits", digits)
                    .isEqualTo(digits >= 13 && digits <= 19);
        }
    }

    @Test
    void agreesWithLuhnForEveryCheckDigit() {
        Samples.check(2_000, random -> {
            var number = randomDigits(random, 12 + random.nextInt(7));
            var right = withCheckDigit(number);
            for (var digit = 0; digit <= 9; digit++) {
                assertThat(looksLikeCardNumber(number + digit)).isEqualTo(right.equals(number + digit));
            }
        });
    }

    @Test
    void noticesEveryMistypedDigit() {
        Samples.check(2_000, random -> {
            var number = withCheckDigit(randomDigits(random, 15));
            var place = random.nextInt(16);
            var other = (char) ('0' + (number.charAt(place) - '0' + 1 + random.nextInt(9)) % 10);
            assertThat(looksLikeCardNumber(number.substring(0, place) + other + number.substring(place + 1)))
                    .isFalse();
        });
    }

    @Test
    void findsANumberHoweverItIsGroupedAndWhateverStandsAround() {
        var grouped = new AtomicInteger();
        Samples.check(20_000, random -> {
            var text = new StringBuilder(Samples.anyOf(random, 4, "a", "é", "4", " ", "-", ", ", "🦄", "\uD800"));
            text.append(random.nextBoolean() ? ": " : " ");
            var number = withCheckDigit(randomDigits(random, 12 + random.nextInt(7)));
            number.chars().forEach(digit -> {
                text.append((char) digit);
                if (random.nextInt(4) == 0) {
                    text.append(Samples.anyOf(random, 3, " ", "-", "\u2013", "\u00A0"));
                    grouped.incrementAndGet();
                }
            });
            text.append(random.nextBoolean() ? " " : ".");
            text.append(Samples.anyOf(random, 4, "a", "é", "4", " ", "-", "🦄", "\uDC00"));
            assertThat(looksLikeCardNumber(text.toString())).as(text.toString()).isTrue();
        });
        assertThat(grouped).hasValueGreaterThan(20_000);
    }

    /** Luhn as ISO/IEC 7812-1 annex B tells it, written the other way round. */
    private static String withCheckDigit(String number) {
        var sum = 0;
        for (var i = 0; i < number.length(); i++) {
            var digit = number.charAt(number.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? "0246813579".charAt(digit) - '0' : digit;
        }
        return number + (10 - sum % 10) % 10;
    }

    private static String randomDigits(Random random, int length) {
        return random.ints(length, 0, 10).mapToObj(Integer::toString).collect(joining());
    }
}
