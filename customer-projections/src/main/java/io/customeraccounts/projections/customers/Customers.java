package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.paging.SearchText;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The customer accounts, as the events up to the last acknowledged command left them. */
public final class Customers {

    public static final ReadTable TABLE =
            new ReadTable("customer", "customer_id", List.of("confirmation_hash"), Set.of("confirmation_hash"));

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says what is due: an account whose time to be confirmed has run out is expired */
    public Customers(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The event handlers that keep the table {@code customer}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table, Groups groups) {
        return new CustomerProjection(table, groups);
    }

    public Optional<CustomerRow> find(CustomerId id) {
        var now = clock.instant();
        return sql.sql("select * from customer where customer_id = :id")
                .param("id", id.value())
                .query((row, number) -> read(row, now))
                .optional();
    }

    /** The account whose last confirmation mail has the secret with this hash. */
    public Optional<ConfirmationLink> byConfirmation(Secret.Hash hash) {
        var now = clock.instant();
        return sql.sql("select * from customer where confirmation_hash = :hash")
                .param("hash", hash.value())
                .query((row, number) -> new ConfirmationLink(
                        new CustomerId(uuid(row, "customer_id")),
                        row.getString("name"),
                        new PersonId(uuid(row, "opened_by")),
                        stateOf(row, now)))
                .optional();
    }

    /** The customers that the person is an active user of, in the order of their names; none that has ended. */
    public Page<CustomerRow> ofPerson(PersonId personId, PageRequest request) {
        var list = "customers of " + personId;
        var start = request.start(list);
        var now = clock.instant();
        var found = sql.sql("""
                        select c.*
                        from customer_user u join customer c on c.customer_id = u.customer_id
                        where u.active_person = :person
                          and (u.ends_at is null or u.ends_at > :now)
                          and (c.state in ('ACTIVE', 'NO_ADMIN')
                               or c.state = 'PENDING_CONFIRMATION' and c.confirm_by > :now)
                          and c.by_name > :start
                        order by c.by_name
                        limit :limit
                        """)
                .param("person", personId.value())
                .param("now", at(now))
                .param("start", start == null ? OrderKey.lowest() : start)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_name"), read(row, now)))
                .list();
        return Page.of(found, request, list);
    }

    /**
     * The customers that the partner manages, also such as are closed.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list: same
     *     partner, filter, order and direction
     */
    public Page<CustomerRow> managedBy(
            CustomerId partnerId, CustomerFilter filter, CustomerOrder order, boolean descending, PageRequest request) {
        var search =
                filter.search() == null ? "" : OrderKey.folded(filter.search()).strip();
        var state = filter.state();
        var key = order.column();
        var list = "managed by " + partnerId + "\n" + key + "\n" + descending + "\n" + state + "\n" + search;
        var start = request.start(list);
        if (SearchText.isNowhere(search)) {
            return new Page<>(List.of(), null);
        }
        var now = clock.instant();
        var direction = descending ? "desc" : "asc";
        // An index has those in one state together, in the order of their names.
        var together = state != null && order == CustomerOrder.NAME ? "state " + direction + ", " : "";
        // H2 goes through an index in its order only if told to order by all of its columns.
        var found = sql.sql("""
                        select * from customer
                        where managed_by = :partner and %1$s > :low and %1$s < :high
                          %4$s
                          %5$s
                        order by managed_by %2$s, %3$s%1$s %2$s
                        limit :limit
                        """.formatted(
                                key,
                                direction,
                                together,
                                state == null ? "" : "and " + isIn(state),
                                search.isEmpty() ? "" : "and position(:search in search_text) > 0"))
                .param("partner", partnerId.value())
                .param("low", start == null || descending ? OrderKey.lowest() : start)
                .param("high", start == null || !descending ? OrderKey.highest() : start)
                .param("now", at(now))
                .param("search", search)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes(key), read(row, now)))
                .list();
        return Page.of(found, request, list);
    }

    /** What {@link CustomerState#at} comes to, for the database. */
    private static String isIn(CustomerState state) {
        return switch (state) {
            case PENDING_CONFIRMATION -> "state = 'PENDING_CONFIRMATION' and (confirm_by is null or confirm_by > :now)";
            // Those of which that is recorded are in no list.
            case EXPIRED -> "state = 'PENDING_CONFIRMATION' and confirm_by <= :now";
            case ACTIVE -> "state = 'ACTIVE' and (payment_due_by is null or payment_due_by > :now)";
            case RESTRICTED -> "state = 'ACTIVE' and payment_due_by <= :now";
            case NO_ADMIN -> "state = 'NO_ADMIN'";
            case CLOSED -> "state = 'CLOSED'";
        };
    }

    /** Every customer of the installation but those that were never confirmed, in the order of their names. */
    public Page<CustomerRow> all(PageRequest request) {
        var list = "customers";
        var start = request.start(list);
        var now = clock.instant();
        var found = sql.sql("""
                        select * from customer
                        where by_name > :start
                        order by by_name
                        limit :limit
                        """)
                .param("start", start == null ? OrderKey.lowest() : start)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_name"), read(row, now)))
                .list();
        return Page.of(found, request, list);
    }

    private static CustomerRow read(ResultSet row, Instant now) throws SQLException {
        var confirmBy = instantOrNull(row, "confirm_by");
        var state = stateOf(row, now);
        var endedAt = instantOrNull(row, "ended_at");
        var managedBy = uuidOrNull(row, "managed_by");
        return new CustomerRow(
                new CustomerId(uuid(row, "customer_id")),
                row.getString("identifier"),
                row.getString("name"),
                CustomerKind.valueOf(row.getString("kind")),
                state,
                confirmBy,
                instantOrNull(row, "payment_due_by"),
                instant(row, "opened_at"),
                endedAt == null && state == CustomerState.EXPIRED ? confirmBy : endedAt,
                managedBy == null ? null : new CustomerId(managedBy),
                row.getLong("version"));
    }

    private static CustomerState stateOf(ResultSet row, Instant now) throws SQLException {
        return CustomerState.at(
                now,
                CustomerState.valueOf(row.getString("state")),
                instantOrNull(row, "confirm_by"),
                instantOrNull(row, "payment_due_by"));
    }
}
