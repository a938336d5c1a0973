package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.projections.systems.Confirmation.Missing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What connected systems have confirmed of what ended access. A system confirms by a position of the ledger: everything up
 * to there. What costs is one look into an index for each system and location concerned, whatever has happened before.
 */
public final class Confirmations {

    /** The first thing that the system {@code s} has not confirmed in the location {@code l}, perhaps among fewer rows. */
    private static final String FIRST = """
            (select r.happened_at from revocation r
             where %sr.location = l.location and r.position > s.confirmed_position
             order by %sr.location, r.position, r.happened_at limit 1)""";

    private static final String OF_CUSTOMER = """
            select s.system_id, s.name, %s since
            from system_location l join connected_system s on s.system_id = l.system_id
            where exists (
                select 1 from project_place p
                where p.customer_id = :customer and p.location = l.location and p.present)
            order by s.name, s.system_id
            """.formatted(first("customer_id", ":customer"));

    private static final String OF_PROJECT =
            """
            select s.system_id, s.name, %s since, %s since_for_all
            from project_place p
            join system_location l on l.location = p.location
            join connected_system s on s.system_id = l.system_id
            where p.project_id = :project and p.present
            order by s.name, s.system_id
            """.formatted(first("scope_id", "p.project_id"), first("scope_id", "p.customer_id"));

    private static final String OF_MEMBERSHIP = """
            select s.system_id, s.name, %s since
            from system_location l join connected_system s on s.system_id = l.system_id
            where exists (
                select 1 from revocation r where r.membership_id = :membership and r.location = l.location)
            order by s.name, s.system_id
            """.formatted(first("membership_id", ":membership"));

    private static final String OF_ALL = """
            select s.system_id, s.name, %s since
            from system_location l join connected_system s on s.system_id = l.system_id
            order by s.name, s.system_id
            """.formatted(FIRST.formatted("", ""));

    /** The order names all columns of an index, though the first are the same in all rows: H2 would sort them otherwise. */
    private static String first(String column, String value) {
        return FIRST.formatted("r." + column + " = " + value + " and ", "r." + column + ", ");
    }

    private final JdbcClient sql;
    private final Positions positions;
    private final Clock clock;

    public Confirmations(JdbcTemplate sql, Clock clock) {
        this.sql = JdbcClient.create(sql);
        this.positions = new Positions(sql);
        this.clock = clock;
    }

    /**
     * The event handlers that write down what has to be confirmed, and where projects are; for the processing group {@code
     * read-tables}.
     */
    public static List<Object> projections(JdbcClient sql) {
        return List.of(new PlaceProjection(sql), new RevocationProjection(sql));
    }

    /**
     * The system has applied everything up to the position. Never takes back what was confirmed before: an earlier position
     * changes nothing. In the transaction that is active.
     *
     * @return {@code false} if there is no such system any more
     */
    public boolean confirm(SystemId id, long position) {
        positions.find();
        return sql.sql("""
                update connected_system
                set confirmed_position = greatest(confirmed_position, :position), confirmed_at = :now
                where system_id = :id and removed_at is null
                """)
                        .param("position", position)
                        .param("now", at(clock.instant()))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** Looks up the positions of what has been sealed meanwhile. May be called at any time, on every node. */
    public void findPositions() {
        positions.find();
    }

    /** Of the systems that serve a location of one of the customer's projects, and everything that has ended in it. */
    public Confirmation ofCustomer(CustomerId customerId) {
        return confirmation(sql.sql(OF_CUSTOMER)
                .param("customer", customerId.value())
                .query(Confirmations::read)
                .list());
    }

    /**
     * Of the systems that serve a location of the project, and everything that has ended in it; also the removal of users of
     * the customer, until it is confirmed that they have nothing in it any more.
     */
    public Confirmation ofProject(ProjectId projectId) {
        return confirmation(sql
                .sql(OF_PROJECT)
                .param("project", projectId.value())
                .query((row, number) -> {
                    var all = instantOrNull(row, "since_for_all");
                    return Stream.of(read(row, number), new Waited(system(row), row.getString("name"), all));
                })
                .list()
                .stream()
                .flatMap(both -> both)
                .toList());
    }

    /** Of the systems that have to know what the membership does not have any more. None if no system could have anything. */
    public Confirmation ofMembership(MembershipId membershipId) {
        return confirmation(sql.sql(OF_MEMBERSHIP)
                .param("membership", membershipId.value())
                .query(Confirmations::read)
                .list());
    }

    /** How long each connected system has had something to confirm; nothing if there is nothing. By name. */
    public Map<ConnectedSystem, Duration> lags(Collection<ConnectedSystem> systems) {
        var now = clock.instant();
        var since = new HashMap<SystemId, Instant>();
        sql.sql(OF_ALL).query(Confirmations::read).list().stream()
                .filter(it -> it.since() != null)
                .forEach(it -> since.merge(it.id(), Objects.requireNonNull(it.since()), Confirmations::earlier));
        var lags = new LinkedHashMap<ConnectedSystem, Duration>();
        systems.stream().filter(system -> system.removedAt() == null).forEach(system -> {
            var waiting = Optional.ofNullable(since.get(system.id())).map(it -> Duration.between(it, now));
            lags.put(system, waiting.filter(Duration::isPositive).orElse(Duration.ZERO));
        });
        return lags;
    }

    /** @param since absent if nothing is */
    private record Waited(
            SystemId id, String name, @Nullable Instant since) {}

    private static Waited read(ResultSet row, int number) throws SQLException {
        return new Waited(system(row), row.getString("name"), instantOrNull(row, "since"));
    }

    private static SystemId system(ResultSet row) throws SQLException {
        return new SystemId(uuid(row, "system_id"));
    }

    /** @param waited several of a system that serves several locations */
    private static Confirmation confirmation(List<Waited> waited) {
        var of = waited.stream().map(Waited::id).distinct().count();
        var missing = new LinkedHashMap<SystemId, Missing>();
        for (var it : waited) {
            if (it.since() != null) {
                missing.merge(
                        it.id(),
                        new Missing(it.id(), it.name(), it.since()),
                        (one, other) -> one.since().isBefore(other.since()) ? one : other);
            }
        }
        return new Confirmation((int) of, List.copyOf(missing.values()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
