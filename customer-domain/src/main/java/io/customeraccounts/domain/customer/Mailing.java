package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.customer.CustomerRefusal.ResendLimit;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mail with a secret that may be sent again, at most once a minute and five times within 24 hours. Only the secret of the
 * last one counts.
 *
 * @param again when it was sent again, within the 24 hours before the last time
 * @param undelivered whether the last one could not be delivered
 */
record Mailing(Secret.Hash secret, Instant last, List<Instant> again, boolean undelivered) {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int A_DAY = 5;

    static Mailing first(Secret.Hash secret, Instant at) {
        return new Mailing(secret, at, List.of(), false);
    }

    Mailing again(Secret.Hash newSecret, Instant at) {
        var times = Stream.concat(again.stream().filter(time -> time.isAfter(at.minus(DAY))), Stream.of(at));
        return new Mailing(newSecret, at, times.toList(), false);
    }

    Mailing failed() {
        return new Mailing(secret, last, again, true);
    }

    void refuseIfTooOften(Instant now) {
        if (now.isBefore(last.plus(PAUSE))) {
            throw new ResendLimit(last.plus(PAUSE));
        }
        var today = again.stream().filter(time -> time.isAfter(now.minus(DAY))).toList();
        if (today.size() >= A_DAY) {
            throw new ResendLimit(today.getFirst().plus(DAY));
        }
    }
}
