package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Fields.NotThis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A password as somebody chooses it: 12 to 128 code points after NFKC, anything in them, but none of those that are tried
 * first (NIST SP 800-63B sections 3.1.1.1 and 3.1.1.2). No digits, capitals or signs are asked for.
 *
 * @param text never shown
 */
record NewPassword(String text) {

    static final int SHORTEST = 12;
    static final int LONGEST = 128;

    /** What repeats after fewer characters than this is no longer than those. */
    private static final int SHORTEST_UNIT = 9;

    /** A name or an address in it does not count; this much else must be there. */
    private static final int SHORTEST_REST = 8;

    /** Shorter ones are in everything. */
    private static final int SHORTEST_WORD = 4;

    private static final Set<String> COMMON = common();

    /** Rows and runs that fingers follow. */
    private static final String[] ROWS = {
        "01234567890123456789012345678901234567890",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
        "qwertzuiopasdfghjklyxcvbnmqwertzuiop",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "1q2w3e4r5t6y7u8i9o0p",
        "1q2w3e4r5t6z7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0",
        "1a2b3c4d5e6f7g8h9i0j",
        "a1b2c3d4e5f6g7h8i9j0"
    };

    /** @throws NotThis saying which rule it breaks */
    static NewPassword parse(String text) {
        var normalized = Normalizer.normalize(text, Normalizer.Form.NFKC);
        var length = normalized.codePointCount(0, normalized.length());
        if (length < SHORTEST) {
            throw new NotThis("password-too-short");
        }
        if (length > LONGEST) {
            throw new NotThis("password-too-long");
        }
        if (isCommon(normalized.toLowerCase(Locale.ROOT))) {
            throw new NotThis("password-common");
        }
        return new NewPassword(normalized);
    }

    /**
     * @param about what others know about whoever chooses it: names and addresses
     * @throws NotThis if it says little more than that
     */
    NewPassword refuseIfMadeOf(String... about) {
        var rest = text.toLowerCase(Locale.ROOT);
        for (var word : words(about)) {
            rest = rest.replace(word, "");
        }
        if (rest.length() < SHORTEST_REST && rest.length() < text.length()) {
            throw new NotThis("password-guessable");
        }
        return this;
    }

    /** The longest first, so that no part of one is taken for another. */
    private static Iterable<String> words(String... about) {
        return Stream.of(about)
                .flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .sorted((one, other) -> other.length() - one.length())
                .toList();
    }

    private static boolean isCommon(String password) {
        return followsARow(password)
                || repeats(password)
                || COMMON.contains(core(password))
                || COMMON.contains(core(lettersForDigits(password)))
                || COMMON.contains(lettersForDigits(core(password)));
    }

    private static boolean followsARow(String password) {
        var backwards = new StringBuilder(password).reverse().toString();
        return Stream.of(ROWS).anyMatch(row -> row.contains(password) || row.contains(backwards));
    }

    private static boolean repeats(String password) {
        for (var unit = 1; unit < SHORTEST_UNIT; unit++) {
            if (password.startsWith(password.substring(unit))) {
                return true;
            }
        }
        return false;
    }

    private static String core(String password) {
        return password.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "").replaceAll("[\\s._-]", "");
    }

    private static String lettersForDigits(String password) {
        return password.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('7', 't')
                .replace('@', 'a')
                .replace('$', 's')
                .replace('!', 'i');
    }

    private static Set<String> common() {
        try (var stream =
                        Objects.requireNonNull(NewPassword.class.getResourceAsStream("/signup/common-passwords.txt"));
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "NewPassword[hidden]";
    }
}
