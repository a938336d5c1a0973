package io.customeraccounts.api.messaging;

import static java.time.ZoneOffset.UTC;

import io.customeraccounts.api.http.Answer.Rendered;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers that were given, by the keys of their requests (draft-ietf-httpapi-idempotency-key-header). The answer is
 * inserted at the end of the command's transaction: so there is one if and only if the command took effect, and of two
 * that carry out the same request at once only one can commit.
 */
@Component
class Idempotency {

    /** Keys are remembered for 24 hours. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final int CLEAN_UP_BATCH = 1_000;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Clock clock;

    Idempotency(JdbcClient sql, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Keeps the answer, as the last thing that the transaction does.
     *
     * @return the answer from before, if the request has been carried out meanwhile; the transaction must be rolled back then
     * @throws Problem if the key was used for another request, or if the same request is being carried out for longer than
     *     a lock is waited for
     */
    Optional<Rendered> keep(IdempotencyKey key, Rendered answer, boolean withBody) {
        try {
            if (insert(key, answer, withBody)) {
                return Optional.empty();
            }
            var before = find(key);
            if (before.isEmpty()) {
                forget(key);
                if (insert(key, answer, withBody)) {
                    return Optional.empty();
                }
                throw inUse();
            }
            return before;
        } catch (PessimisticLockingFailureException running) {
            throw inUse();
        }
    }

    private boolean insert(IdempotencyKey key, Rendered answer, boolean withBody) {
        return sql.sql("""
                        insert into idempotency (caller, idempotency_key, request_hash, created_at, status, headers, body)
                        values (:caller, :key, :hash, :now, :status, :headers, :body)
                        on conflict do nothing
                        """)
                        .param("caller", key.caller())
                        .param("key", key.value())
                        .param("hash", key.requestHash())
                        .param("now", clock.instant().atOffset(UTC))
                        .param("status", answer.status())
                        .param("headers", json.writeValueAsString(answer.headers()))
                        .param("body", withBody ? answer.body() : null)
                        .update()
                == 1;
    }

    /** Its time may be over without its having been cleaned up. */
    private void forget(IdempotencyKey key) {
        sql.sql("delete from idempotency where caller = :caller and idempotency_key = :key and created_at <= :since")
                .param("caller", key.caller())
                .param("key", key.value())
                .param("since", clock.instant().minus(KEPT).atOffset(UTC))
                .update();
    }

    /**
     * @return the answer that was given to this request
     * @throws Problem if the key was used for another request
     */
    Optional<Rendered> find(IdempotencyKey key) {
        return sql.sql("""
                        select request_hash, status, headers, body from idempotency
                        where caller = :caller and idempotency_key = :key and created_at > :since
                        """)
                .param("caller", key.caller())
                .param("key", key.value())
                .param("since", clock.instant().minus(KEPT).atOffset(UTC))
                .query((row, number) -> read(row, key))
                .optional();
    }

    private Rendered read(ResultSet row, IdempotencyKey key) throws SQLException {
        if (!row.getString("request_hash").equals(key.requestHash())) {
            throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED);
        }
        var body = row.getBytes("body");
        return new Rendered(
                row.getInt("status"),
                json.readValue(row.getString("headers"), new TypeReference<Map<String, String>>() {}),
                body == null ? new byte[0] : body);
    }

    /** Forgets keys that are older than 24 hours; a bounded number in each transaction, so that nobody waits for it. */
    @Scheduled(initialDelayString = "1m", fixedDelayString = "10m")
    void forgetOld() {
        var forgotten = forgetSome();
        while (forgotten == CLEAN_UP_BATCH) {
            forgotten = forgetSome();
        }
    }

    private int forgetSome() {
        return sql.sql("""
                        delete from idempotency where (caller, idempotency_key) in (
                            select caller, idempotency_key from idempotency where created_at <= :since
                            order by created_at limit :batch)
                        """)
                .param("since", clock.instant().minus(KEPT).atOffset(UTC))
                .param("batch", CLEAN_UP_BATCH)
                .update();
    }

    static Problem inUse() {
        return Problem.of(ProblemType.IDEMPOTENCY_KEY_IN_USE).retryAfter(Duration.ofSeconds(1));
    }
}
