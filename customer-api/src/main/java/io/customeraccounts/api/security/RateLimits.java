package io.customeraccounts.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.customeraccounts.api.problems.Problem;
import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps everyone from doing too often what costs others something: guessing passwords, having mails sent. Counted by each
 * node for itself, so that n nodes accept up to n times as much; what must hold exactly is a rule of the domain.
 * {@code customer-accounts.rate-limits=off} where something in front of the service does it.
 */
@Component
public class RateLimits {

    /** What is limited, and for whom: at most so many, and after that as many again over the period. */
    public enum Limit {
        /** Attempts with one e-mail address; those that succeed do not count. */
        SIGN_IN_BY_ADDRESS(10, Duration.ofMinutes(15)),
        SIGN_IN_BY_CLIENT(60, Duration.ofMinutes(15)),
        SIGN_UP_BY_ADDRESS(5, Duration.ofHours(1)),
        SIGN_UP_BY_CLIENT(30, Duration.ofHours(1)),
        MAIL_BY_ADDRESS(5, Duration.ofHours(1)),
        MAIL_BY_CLIENT(30, Duration.ofHours(1)),
        /** Secrets of links, which nobody can guess; so that nobody tries. */
        SECRET_BY_CLIENT(60, Duration.ofMinutes(15)),
        TOKEN_BY_CLIENT(300, Duration.ofMinutes(5)),
        OPENING_BY_PERSON(10, Duration.ofHours(1)),
        INVITATION_BY_CALLER(120, Duration.ofMinutes(1)),
        ANSWER_BY_CALLER(30, Duration.ofMinutes(1));

        private final int times;
        private final Duration period;

        Limit(int times, Duration period) {
            this.times = times;
            this.period = period;
        }

        int times() {
            return times;
        }
    }

    /** An attacker who fills this only makes room for themselves on the next limit: the counts by client remain. */
    private static final int MAX_COUNTED = 200_000;

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int IPV6_NETWORK_BYTES = 8;

    private record Key(Limit limit, String subject) {}

    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_COUNTED)
            .expireAfterAccess(LONGEST)
            .build();
    private final boolean on;

    RateLimits(@Value("${customer-accounts.rate-limits:on}") String setting) {
        this.on = !setting.equals("off") && !setting.equals("false");
    }

    /**
     * Counts one.
     *
     * @throws Problem too-many-requests if the limit is reached, saying when to come again
     */
    public void count(Limit limit, String subject) {
        if (!on) {
            return;
        }
        var probe = bucket(limit, subject).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Problem.tooManyRequests(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** Takes back one that was counted. */
    public void forgive(Limit limit, String subject) {
        if (on) {
            bucket(limit, subject).addTokens(1);
        }
    }

    /** The network address a request comes from; for IPv6 the /64, all of which a household has. */
    public static String client(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address ipv6
                    ? HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), IPV6_NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException noLiteral) {
            return address;
        }
    }

    private Bucket bucket(Limit limit, String subject) {
        return buckets.get(
                new Key(limit, subject),
                key -> Bucket.builder()
                        .addLimit(bandwidth -> bandwidth
                                .capacity(key.limit().times)
                                .refillGreedy(key.limit().times, key.limit().period))
                        .build());
    }
}
