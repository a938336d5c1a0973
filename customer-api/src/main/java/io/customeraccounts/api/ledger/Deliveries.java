package io.customeraccounts.api.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.projections.ledger.SignedNote;
import io.customeraccounts.projections.tables.Columns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which checkpoint each receiver has, in the database: of many nodes one sends it, and a restart sends nothing again. */
@Component
class Deliveries {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final int LONGEST_ERROR = 200;

    private final JdbcClient sql;
    private final Clock clock;

    /**
     * How it goes with a receiver.
     *
     * @param failures since the last success, in a row
     * @param deliveredAt absent before the first success
     * @param failingSince when the first of the failures was; absent without
     * @param lastError absent without failures
     */
    record State(
            int failures,
            @Nullable Instant deliveredAt,
            @Nullable Instant failingSince,
            @Nullable String lastError) {}

    Deliveries(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The id of the receiver with this address; another address begins anew. */
    static UUID receiver(String way, String address) {
        return UUID.nameUUIDFromBytes((way + " " + address).getBytes(UTF_8));
    }

    /**
     * Takes the checkpoint to send it, unless the receiver has it, another node is sending, or it is too early to try again.
     *
     * @param lease so long no other node tries
     * @return the number of the attempt, to be reported on
     */
    OptionalLong claim(UUID receiver, SignedNote note, Duration lease) {
        var now = clock.instant();
        sql.sql("""
                insert into checkpoint_receiver (receiver_id, attempt, failures, next_attempt_at)
                values (:receiver, 0, 0, :now) on conflict do nothing
                """).param("receiver", receiver).param("now", Columns.at(now)).update();
        var attempt = sql.sql("""
                select attempt from checkpoint_receiver
                where receiver_id = :receiver and next_attempt_at <= :now and (note is null or note <> :note)
                """)
                .param("receiver", receiver)
                .param("now", Columns.at(now))
                .param("note", note.asText())
                .query(Long.class)
                .optional();
        return attempt.filter(former -> sql.sql("""
                        update checkpoint_receiver set attempt = :former + 1, next_attempt_at = :until
                        where receiver_id = :receiver and attempt = :former
                        """)
                                .param("former", former)
                                .param("until", Columns.at(now.plus(lease)))
                                .param("receiver", receiver)
                                .update()
                        == 1)
                .map(former -> OptionalLong.of(former + 1))
                .orElseGet(OptionalLong::empty);
    }

    /** @param next before that time no other checkpoint is sent */
    void delivered(UUID receiver, long attempt, SignedNote note, Duration next) {
        var now = clock.instant();
        sql.sql("""
                update checkpoint_receiver
                set note = :note, delivered_at = :now, next_attempt_at = :next, failures = 0, failing_since = null, last_error = null
                where receiver_id = :receiver and attempt = :attempt
                """)
                .param("note", note.asText())
                .param("now", Columns.at(now))
                .param("next", Columns.at(now.plus(next)))
                .param("receiver", receiver)
                .param("attempt", attempt)
                .update();
    }

    /**
     * It is tried again after 10 s, 20 s, 40 s and so on up to an hour, with the checkpoint that is the last one then.
     *
     * @param error without secrets
     * @return how often it has failed in a row
     */
    int failed(UUID receiver, long attempt, String error) {
        var now = clock.instant();
        var failures = state(receiver).map(State::failures).orElse(0) + 1;
        sql.sql("""
                update checkpoint_receiver
                set failures = :failures, last_error = :error, next_attempt_at = :next,
                    failing_since = coalesce(failing_since, :now)
                where receiver_id = :receiver and attempt = :attempt
                """)
                .param("failures", failures)
                .param("error", error.substring(0, Math.min(error.length(), LONGEST_ERROR)))
                .param("next", Columns.at(now.plus(pauseAfter(failures))))
                .param("now", Columns.at(now))
                .param("receiver", receiver)
                .param("attempt", attempt)
                .update();
        return failures;
    }

    static Duration pauseAfter(int failures) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Empty before the first attempt. */
    Optional<State> state(UUID receiver) {
        return sql.sql("""
                select failures, delivered_at, failing_since, last_error from checkpoint_receiver
                where receiver_id = :receiver
                """)
                .param("receiver", receiver)
                .query((row, number) -> new State(
                        row.getInt("failures"),
                        Columns.instantOrNull(row, "delivered_at"),
                        Columns.instantOrNull(row, "failing_since"),
                        Columns.textOrNull(row, "last_error")))
                .optional();
    }
}
