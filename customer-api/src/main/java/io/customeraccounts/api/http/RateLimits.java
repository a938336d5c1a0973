package io.customeraccounts.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.customeraccounts.api.problems.Problem;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How often the same caller, who is signed in, may do the same thing. Counted by each node for itself, so that n nodes
 * accept up to n times as much; what must hold exactly is a rule of the domain. {@code customer-accounts.rate-limits=off}
 * where something in front of the service does it.
 */
@Component
public class RateLimits {

    /** How many callers are remembered at most; of more, the least recent are forgiven. */
    private static final int MAX_CALLERS = 100_000;

    private final Cache<Caller, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterAccess(Duration.ofHours(2))
            .build();

    private final boolean on;

    RateLimits(@Value("${customer-accounts.rate-limits:on}") String setting) {
        this.on = !setting.equals("off") && !setting.equals("false");
    }

    private record Caller(String act, String key) {}

    /**
     * @param times at once, and then again as many in each period, evenly
     */
    public record Limit(int times, Duration period) {}

    /**
     * Counts one act.
     *
     * @param act what is done, in a word; each act is counted for itself
     * @param key who does it
     * @throws Problem if it is too often, saying when it is possible again
     */
    public void count(String act, String key, Limit limit) {
        if (!on) {
            return;
        }
        var bucket = buckets.get(
                new Caller(act, key),
                caller -> Bucket.builder()
                        .addLimit(limits -> limits.capacity(limit.times()).refillGreedy(limit.times(), limit.period()))
                        .build());
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Problem.tooManyRequests(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }
}
