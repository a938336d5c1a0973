package io.customeraccounts.api.messaging;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.AnswerWriter;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Asks once more for the first answer before a request with a key is refused: another node may have carried out the same
 * request since {@link IdempotencyInterceptor} asked, and its very effect may be the reason for the refusal. Whatever
 * can be seen of the effect, the answer can be seen too, as both were committed together.
 */
@Component
class LateReplay implements HandlerExceptionResolver, Ordered {

    private final IdempotencyInterceptor requests;
    private final Idempotency idempotency;
    private final AnswerWriter answers;

    LateReplay(IdempotencyInterceptor requests, Idempotency idempotency, AnswerWriter answers) {
        this.requests = requests;
        this.idempotency = idempotency;
        this.answers = answers;
    }

    /** Before whoever would answer with the problem. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception refusal) {
        // Whoever is told to send the request again may do so before this one is quite over.
        requests.ended(request);
        var refused = refusal instanceof Problem || refusal instanceof Refusal;
        var key = refused ? IdempotencyInterceptor.key(request) : Optional.<IdempotencyKey>empty();
        var before = key.flatMap(this::find);
        if (before.isEmpty()) {
            return null;
        }
        try {
            answers.write(before.get(), request, response);
            return new ModelAndView();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing if the key belongs to another request, which is why this one is refused. */
    private Optional<Answer<?>> find(IdempotencyKey key) {
        try {
            return idempotency.find(key).map(CommandTransaction::replayed);
        } catch (Problem ofAnotherRequest) {
            return Optional.empty();
        }
    }
}
