package io.customeraccounts.api.messaging;

import io.customeraccounts.api.http.EntityTags;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.domain.values.CardNumbers;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The circumstances of a request that wants to change something; an argument of every handler that writes. Handlers are
 * repeatable by {@code Idempotency-Key} just by having it.
 */
public final class Write {

    private static final int MAX_REASON = 500;

    private final HttpServletRequest request;
    private final @Nullable IdempotencyKey key;
    private final boolean mayBeAnswered;
    private boolean versionAsked;

    /** @param key of which it was asked whether it has an answer, and it had none */
    Write(HttpServletRequest request, @Nullable IdempotencyKey key) {
        this(request, key, false);
    }

    private Write(HttpServletRequest request, @Nullable IdempotencyKey key, boolean mayBeAnswered) {
        this.request = request;
        this.key = key;
        this.mayBeAnswered = mayBeAnswered;
    }

    /**
     * The version of the thing as the caller last saw it, from {@code If-Match}; absent if they do not care.
     *
     * @throws Problem if the header holds anything else
     */
    public @Nullable Long expectedVersion() {
        versionAsked = true;
        return EntityTags.expected(request);
    }

    /** A condition that nobody looks at must not be taken for one that holds. */
    void refuseUnaskedVersion() {
        if (!versionAsked && request.getHeader(HttpHeaders.IF_MATCH) != null) {
            throw Problem.malformed(FieldError.header(HttpHeaders.IF_MATCH, "no-version-here"));
        }
    }

    /**
     * Why, in the words of the caller: the header {@code Reason}, in UTF-8, 1 to 500 code points.
     *
     * @throws Problem if it has other characters or looks like a card number
     */
    public Optional<String> reason() {
        var header = request.getHeader("Reason");
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        var reason = utf8(header.strip());
        var malformed = reason.codePointCount(0, reason.length()) > MAX_REASON
                || reason.codePoints().anyMatch(Character::isISOControl);
        if (malformed) {
            throw Problem.malformed(FieldError.header("Reason", "reason-malformed"));
        }
        if (CardNumbers.looksLikeCardNumber(reason)) {
            throw Problem.of(ProblemType.CARD_NUMBER_NOT_ALLOWED)
                    .with(List.of(FieldError.header("Reason", "card-number")));
        }
        return Optional.of(reason);
    }

    /** The container reads headers as ISO 8859-1, and many clients write them in UTF-8. */
    private static String utf8(String header) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return header;
        }
    }

    /**
     * One of several commands of the same request, each with a transaction of its own: repeating the request repeats the
     * answers of those that were carried out and carries out the others.
     */
    public Write part(int number) {
        return new Write(request, key == null ? null : key.part(number), true);
    }

    /** The same after others came first; one of them may have carried out the same request. */
    Write again() {
        var again = new Write(request, key, true);
        again.versionAsked = versionAsked;
        return again;
    }

    Optional<IdempotencyKey> key() {
        return Optional.ofNullable(key);
    }

    /** The key if there may be an answer for it that nobody has looked for. */
    Optional<IdempotencyKey> keyToAskFor() {
        return key().filter(key -> mayBeAnswered);
    }

    /** Of the problems that the answer may have to tell. */
    public Locale language() {
        return Problems.language(request);
    }
}
