package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns requests away, with 503 and before anything is done for them, while as many as can be answered in good time are being
 * answered (RFC 9110 section 15.6.4). Otherwise all of them would wait, longer and longer, and most in vain: those who ask
 * have given up before they are answered.
 *
 * <p>A request that waits for events is not being answered while it waits. How the service is can be asked at any time.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
class LoadShedding extends OncePerRequestFilter {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore free;
    private final Problems problems;
    private final Counter shed;

    LoadShedding(RequestLimits limits, Problems problems, MeterRegistry metrics) {
        this.free = new Semaphore(limits.maxConcurrent());
        this.problems = problems;
        shed = Counter.builder("customer.accounts.requests.shed")
                .description("Requests turned away because too many were being answered")
                .register(metrics);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!free.tryAcquire()) {
            shed.increment();
            problems.write(
                    request,
                    response,
                    Problem.of(ProblemType.TEMPORARILY_UNAVAILABLE).retryAfter(RETRY_AFTER));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            free.release();
        }
    }
}
