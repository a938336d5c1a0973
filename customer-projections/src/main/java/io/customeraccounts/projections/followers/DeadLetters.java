package io.customeraccounts.projections.followers;

import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.tables.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What followers could not handle: of each customer the first event, which the others wait for. Its methods join the
 * transaction that is active.
 */
public final class DeadLetters {

    /** Letters and discarded events in a list. */
    public static final int LISTED = 200;

    private static final String FIRST = """
            select d.*,
                (select l.position from ledger l where l.event_identifier = cast(d.event_identifier as uuid)) position,
                (select count(*) from dead_letter w
                    where w.processing_group = d.processing_group and w.sequence_identifier = d.sequence_identifier
                        and w.sequence_index > d.sequence_index) waiting
            from dead_letter d
            where not exists (
                select 1 from dead_letter f
                where f.processing_group = d.processing_group and f.sequence_identifier = d.sequence_identifier
                    and f.sequence_index < d.sequence_index)
            """;

    private final JdbcClient sql;
    private final Clock clock;

    public DeadLetters(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Those that have been parked for the longest time first, at most {@value #LISTED}. */
    public List<DeadLetter> all() {
        return sql.sql(FIRST + " order by d.enqueued_at, d.dead_letter_identifier limit " + LISTED)
                .query(DeadLetters::letter)
                .list();
    }

    /** Empty if it is not there, or only waits for another. */
    public Optional<DeadLetter> find(UUID id) {
        return sql.sql(FIRST + " and d.dead_letter_identifier = :id")
                .param("id", id.toString())
                .query(DeadLetters::letter)
                .optional();
    }

    /**
     * Has the follower leave the event out, for good. Those that wait for it are tried next.
     *
     * @return false if it is not there any more
     */
    public boolean discard(DeadLetter letter, PersonId by, String reason) {
        var deleted = sql.sql("delete from dead_letter where dead_letter_identifier = :id")
                        .param("id", letter.id().toString())
                        .update()
                == 1;
        if (deleted) {
            sql.sql("""
                    insert into discarded_event (dead_letter_identifier, processing_group, sequence_identifier,
                        event_identifier, name, cause_type, discarded_at, discarded_by, reason)
                    values (:id, :follower, :sequence, :eventId, :name, :cause, :at, :by, :reason)
                    """)
                    .param("id", letter.id().toString())
                    .param("follower", letter.follower())
                    .param("sequence", letter.sequence())
                    .param("eventId", letter.eventId().toString())
                    .param("name", letter.name())
                    .param("cause", letter.cause())
                    .param("at", Columns.at(clock.instant()))
                    .param("by", by.value())
                    .param("reason", reason)
                    .update();
        }
        return deleted;
    }

    /** The last ones first, at most {@value #LISTED}. */
    public List<DiscardedEvent> discarded() {
        return sql.sql("select * from discarded_event order by discarded_at desc, dead_letter_identifier limit "
                        + LISTED)
                .query((row, number) -> new DiscardedEvent(
                        UUID.fromString(row.getString("dead_letter_identifier")),
                        row.getString("processing_group"),
                        row.getString("sequence_identifier"),
                        UUID.fromString(row.getString("event_identifier")),
                        row.getString("name"),
                        Columns.textOrNull(row, "cause_type"),
                        Columns.instant(row, "discarded_at"),
                        new PersonId(row.getObject("discarded_by", UUID.class)),
                        row.getString("reason")))
                .list();
    }

    private static DeadLetter letter(ResultSet row, int rowNumber) throws SQLException {
        var number = row.getLong("position");
        var position = row.wasNull() ? null : Long.valueOf(number);
        return new DeadLetter(
                UUID.fromString(row.getString("dead_letter_identifier")),
                row.getString("processing_group"),
                row.getString("sequence_identifier"),
                UUID.fromString(row.getString("event_identifier")),
                row.getString("name"),
                position,
                Instant.parse(row.getString("occurred_at")),
                Instant.parse(row.getString("enqueued_at")),
                triedAgainAt(row.getString("enqueued_at"), Columns.textOrNull(row, "last_touched")),
                Columns.textOrNull(row, "cause_type"),
                row.getLong("waiting"));
    }

    private static @Nullable Instant triedAgainAt(String parkedAt, @Nullable String touchedAt) {
        return touchedAt == null || touchedAt.equals(parkedAt) ? null : Instant.parse(touchedAt);
    }
}
