package io.customeraccounts.api.mail;

import io.customeraccounts.domain.values.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators can know about mails: that they exist and what became of them, not what they say or to whom. */
public class Mails {

    /**
     * @param mailId the left part of the mail's {@code Message-ID}
     * @param customerId absent if the mail is about somebody's sign-in account
     * @param dueAt when it was to be sent
     * @param finishedAt when it got its final state; absent while it waits
     * @param lastError the mail server's answer code or the reason why it was not sent; absent if there was none
     */
    public record MailRow(
            String mailId,
            MailKind kind,
            @Nullable CustomerId customerId,
            MailState state,
            int attempts,
            Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable String lastError) {}

    /**
     * @param waiting mails that are due and not sent
     * @param parked mails that were given up within the last 30 days
     * @param oldest how long the longest waiting mail has been due; zero if none waits
     */
    public record Numbers(long waiting, long parked, Duration oldest) {}

    private final JdbcClient sql;
    private final Clock clock;

    Mails(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The mails in this state, what changed last first. They are kept for 30 days after they got a final state. */
    public List<MailRow> in(MailState state, int atMost) {
        // By one column, of which there is an index: of those that were sent there may be a million.
        return sql.sql("""
                select mail_id, kind, customer_id, state, attempts, due_at, finished_at, last_error from mail
                where state = :state
                order by %s desc, mail_id
                limit :limit
                """.formatted(state == MailState.WAITING ? "due_at" : "finished_at"))
                .param("state", state.name())
                .param("limit", atMost)
                .query(Mails::row)
                .list();
    }

    /** When a mail got a final state last; absent if none has within 30 days. */
    public Optional<Instant> lastFinishedAt() {
        return sql.sql("select max(finished_at) finished_at from mail")
                .query((row, number) -> Optional.ofNullable(instant(row, "finished_at")))
                .single();
    }

    /** How many there are now. */
    public Numbers numbers() {
        var now = clock.instant();
        return sql.sql("""
                select
                    (select count(*) from mail where state = 'WAITING' and due_at <= :now) as waiting,
                    (select count(*) from mail where state = 'PARKED') as parked,
                    (select min(due_at) from mail where state = 'WAITING' and due_at <= :now) as oldest
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> {
                    var oldest = instant(row, "oldest");
                    return new Numbers(
                            row.getLong("waiting"),
                            row.getLong("parked"),
                            oldest == null ? Duration.ZERO : Duration.between(oldest, now));
                })
                .single();
    }

    private static MailRow row(ResultSet row, int number) throws SQLException {
        var customer = row.getObject("customer_id", UUID.class);
        return new MailRow(
                row.getString("mail_id"),
                MailKind.valueOf(row.getString("kind")),
                customer == null ? null : new CustomerId(customer),
                MailState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                instant(row, "finished_at"),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
