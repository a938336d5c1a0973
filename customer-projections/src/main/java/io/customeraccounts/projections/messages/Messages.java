package io.customeraccounts.projections.messages;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What partners have written to the users of customers that they manage, and who is still to read it. */
public final class Messages {

    public static final ReadTable TABLE = new ReadTable("message", "message_id", List.of(), Set.of());
    public static final ReadTable READINGS = new ReadTable("message_reading", "reading_id", List.of(), Set.of());

    /** Product decision: who has not come in for so long is not bothered any more. Days of 24 hours. */
    private static final Duration SHOWN_FOR = Duration.ofDays(90);

    /** As many are shown at once; the others when these have been read. */
    private static final int MAX_SHOWN = 50;

    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which memberships have reached their end, and which messages are too old */
    public Messages(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The event handlers that keep the table {@code message}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table) {
        return new MessageProjection(table);
    }

    /** Likewise for the table {@code message_reading}. */
    public static Object readingProjection(TableWriter table) {
        return new ReadingProjection(table);
    }

    /**
     * What the person has not read of what was sent to a customer while they were a user of it, and they still are; the earliest
     * first.
     */
    public List<UnreadMessage> unread(PersonId personId) {
        var now = clock.instant();
        return sql.sql("""
                        select m.*, c.name as customer_name, p.name as partner_name
                        from customer_user u
                        join customer c on c.customer_id = u.customer_id and c.state not in ('CLOSED', 'EXPIRED')
                        join message m on m.customer_id = u.customer_id and m.by_sent > :oldest
                        join customer p on p.customer_id = m.partner_id
                        where u.active_person = :person and (u.ends_at is null or u.ends_at > :now)
                          and u.joined_at <= m.sent_at
                          and (m.kind = 'ALL_MUST_READ' or m.read_at is null)
                          and not exists (
                              select 1 from message_reading r
                              where r.message_id = m.message_id and r.membership_id = u.membership_id)
                        order by m.sent_at, m.message_id
                        limit :limit
                        """)
                .param("oldest", OrderKey.of(now.minus(SHOWN_FOR), LOWEST))
                .param("person", personId.value())
                .param("now", at(now))
                .param("limit", MAX_SHOWN)
                .query((row, number) ->
                        new UnreadMessage(read(row), row.getString("customer_name"), row.getString("partner_name")))
                .list();
    }

    public Optional<MessageRow> find(MessageId id) {
        return sql.sql("select * from message where message_id = :message")
                .param("message", id.value())
                .query((row, number) -> read(row))
                .optional();
    }

    /** The message, if the person is or was to read it, and is still a user of the customer. */
    public Optional<MessageRow> find(PersonId personId, MessageId id) {
        return sql.sql("""
                        select m.*
                        from message m
                        join customer_user u on u.customer_id = m.customer_id and u.active_person = :person
                        where m.message_id = :message and u.joined_at <= m.sent_at
                          and (u.ends_at is null or u.ends_at > :now)
                        """)
                .param("person", personId.value())
                .param("message", id.value())
                .param("now", at(clock.instant()))
                .query((row, number) -> read(row))
                .optional();
    }

    /** What was sent to the users of the customer, by whatever partner, the newest first. */
    public Page<MessageRow> page(CustomerId customerId, PageRequest request) {
        var list = "messages to " + customerId;
        var start = request.start(list);
        // H2 goes through an index in its order only if told to order by all of its columns.
        var found = sql.sql("""
                        select * from message
                        where customer_id = :customer and by_sent < :start
                        order by customer_id desc, by_sent desc
                        limit :limit
                        """)
                .param("customer", customerId.value())
                .param("start", start == null ? OrderKey.highest() : start)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_sent"), read(row)))
                .list();
        return Page.of(found, request, list);
    }

    private static MessageRow read(ResultSet row) throws SQLException {
        return new MessageRow(
                new MessageId(uuid(row, "message_id")),
                new CustomerId(uuid(row, "customer_id")),
                new CustomerId(uuid(row, "partner_id")),
                MessageKind.valueOf(row.getString("kind")),
                row.getString("text"),
                instant(row, "sent_at"),
                row.getInt("readers"));
    }
}
