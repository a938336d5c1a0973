package io.customeraccounts.api.messaging;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.AnswerWriter;
import io.customeraccounts.api.http.RequestBodies;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Answers a repeated request with its first answer, before anything else is asked: the caller may meanwhile have lost
 * what allowed the first, for instance by leaving the customer.
 */
@Component
class IdempotencyInterceptor implements HandlerInterceptor {

    static final String HEADER = "Idempotency-Key";

    private static final String WRITE = Write.class.getName();
    private static final String RUNNING = IdempotencyInterceptor.class.getName();

    /** Bare, or as the string that the draft asks for. */
    private static final Pattern KEY = Pattern.compile("\"([!-~&&[^\"\\\\]]{1,255})\"|([!-~&&[^\"\\\\]]{1,255})");

    private final Idempotency idempotency;
    private final RequestBodies bodies;
    private final AnswerWriter answers;
    private final Set<IdempotencyKey> running = ConcurrentHashMap.newKeySet();

    IdempotencyInterceptor(Idempotency idempotency, RequestBodies bodies, AnswerWriter answers) {
        this.idempotency = idempotency;
        this.bodies = bodies;
        this.answers = answers;
    }

    static Write write(HttpServletRequest request) {
        return (Write) request.getAttribute(WRITE);
    }

    /** Of a request that writes, as far as it has one. */
    static Optional<IdempotencyKey> key(HttpServletRequest request) {
        return Optional.ofNullable(write(request)).flatMap(Write::key);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || !writes(method)) {
            return true;
        }
        var key = keyIn(request);
        request.setAttribute(WRITE, new Write(request, key));
        if (key == null) {
            return true;
        }
        // Before asking whether it is running: who has just got the first answer may be faster than the end of its
        // request.
        var before = idempotency.find(key);
        if (before.isPresent()) {
            Answer<?> answer = CommandTransaction.replayed(before.get());
            answers.write(answer, request, response);
            return false;
        }
        // Whoever has a key of the same name for another request is told so by the row.
        if (!running.add(key)) {
            throw Idempotency.inUse();
        }
        request.setAttribute(RUNNING, key);
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception exception) {
        ended(request);
    }

    /** Nothing is done for the request any more; its key may be used again, if it has not got an answer. */
    void ended(HttpServletRequest request) {
        if (request.getAttribute(RUNNING) instanceof IdempotencyKey key) {
            running.remove(key);
            request.removeAttribute(RUNNING);
        }
    }

    private static boolean writes(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == Write.class);
    }

    private @Nullable IdempotencyKey keyIn(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders(HEADER));
        if (headers.isEmpty()) {
            return null;
        }
        var key = KEY.matcher(headers.getFirst().strip());
        if (headers.size() > 1 || !key.matches()) {
            throw Problem.malformed(FieldError.header(HEADER, "key-malformed"));
        }
        var hash = hash(request);
        return new IdempotencyKey(caller(hash), key.group(1) == null ? key.group(2) : key.group(1), hash);
    }

    private String hash(HttpServletRequest request) {
        var digest = sha256();
        for (var part : new @Nullable String[] {
            request.getMethod(),
            request.getRequestURI(),
            request.getQueryString(),
            request.getHeader(HttpHeaders.IF_MATCH)
        }) {
            digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(bodies.read(request)));
    }

    /** Who is not signed in is known by the request itself: only who sends the same request sees its answer. */
    private static String caller(String requestHash) {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
            return requestHash;
        }
        return HexFormat.of().formatHex(sha256().digest(authentication.getName().getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
