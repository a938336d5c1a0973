package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.project.AvailableLocations;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.domain.values.SystemName;
import io.customeraccounts.projections.feed.FeedFilter;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.systems.SystemChange.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The connected systems. They belong to the installation and to no customer, so they are rows and no events, which all
 * belong to one; who changed what and why is kept beside them for ever. Everything here takes part in the transaction that
 * is active.
 */
public final class Systems implements AvailableLocations {

    private static final String SELECT = """
            select s.*, (select string_agg(l.location, ' ') from system_location l where l.system_id = s.system_id) locations
            from connected_system s
            """;

    private final JdbcTemplate template;
    private final JdbcClient sql;
    private final Positions positions;
    private final Ledger ledger;
    private final Clock clock;

    public Systems(JdbcTemplate sql, Ledger ledger, Clock clock) {
        this.template = sql;
        this.sql = JdbcClient.create(sql);
        this.positions = new Positions(sql);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Another connected system has the name, or the client. */
    public static final class InUse extends RuntimeException {
        InUse(DuplicateKeyException e) {
            super("name or client of a connected system is in use", e);
        }
    }

    /** Why, and who says so. */
    public record Order(Actor actor, String reason) {}

    /**
     * Registers a system. It has nothing to confirm of what happened before.
     *
     * @param secret of its client; absent if an issuer elsewhere vouches for it
     * @throws InUse and the transaction is lost
     */
    public void register(
            SystemId id,
            SystemName name,
            String clientId,
            Secret.@Nullable Hash secret,
            Collection<LocationName> locations,
            Order order) {
        // What is sealed now is of before.
        var last = ledger.lastPosition();
        positions.find();
        var now = at(clock.instant());
        try {
            sql.sql("""
                    insert into connected_system
                        (system_id, name, name_in_use, client_id, client_in_use, secret_hash, registered_at, version,
                         confirmed_position, confirmed_at)
                    values (:id, :name, :name, :client, :client, :secret, :now, 0, :position, :now)
                    """)
                    .param("id", id.value())
                    .param("name", name.value())
                    .param("client", clientId)
                    .param("secret", secret == null ? null : secret.value())
                    .param("now", now)
                    .param("position", last)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new InUse(e);
        }
        locations.forEach(location -> serve(id, location));
        record(id, Kind.REGISTERED, order);
    }

    /**
     * Changes name and locations. What the system has reported in a location that it does not serve any more is
     * forgotten, since it could not take it back.
     *
     * @return whether anything is different now
     * @throws InUse and the transaction is lost
     */
    public boolean change(ConnectedSystem system, SystemName name, Collection<LocationName> locations, Order order) {
        var before = system.locations();
        if (name.value().equals(system.name()) && before.containsAll(locations) && locations.containsAll(before)) {
            return false;
        }
        try {
            sql.sql("update connected_system set name = :name, name_in_use = :name where system_id = :id")
                    .param("name", name.value())
                    .param("id", system.id().value())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new InUse(e);
        }
        before.stream().filter(location -> !locations.contains(location)).forEach(location -> {
            for (var table : List.of("system_location", "system_report", "system_resource")) {
                sql.sql("delete from " + table + " where system_id = :id and location = :location")
                        .param("id", system.id().value())
                        .param("location", location.value())
                        .update();
            }
        });
        locations.stream().filter(location -> !before.contains(location)).forEach(it -> serve(system.id(), it));
        countUp(system.id());
        record(system.id(), Kind.CHANGED, order);
        return true;
    }

    private void serve(SystemId id, LocationName location) {
        sql.sql("insert into system_location (location, system_id) values (:location, :id)")
                .param("location", location.value())
                .param("id", id.value())
                .update();
    }

    /** Gives the system's client another secret; the former one is good for nothing any more. */
    public void replaceSecret(SystemId id, Secret.Hash secret, Order order) {
        sql.sql("update connected_system set secret_hash = :secret where system_id = :id")
                .param("secret", secret.value())
                .param("id", id.value())
                .update();
        countUp(id);
        record(id, Kind.SECRET_REPLACED, order);
    }

    /** For good. What the system has reported is forgotten, and nobody waits for it any more. */
    public void remove(SystemId id, Order order) {
        countUp(id);
        record(id, Kind.REMOVED, order);
        sql.sql("""
                update connected_system
                set removed_at = :now, name_in_use = null, client_in_use = null, secret_hash = null
                where system_id = :id
                """).param("now", at(clock.instant())).param("id", id.value()).update();
        for (var table : List.of("system_location", "system_report", "system_resource")) {
            sql.sql("delete from " + table + " where system_id = :id")
                    .param("id", id.value())
                    .update();
        }
    }

    private void countUp(SystemId id) {
        sql.sql("update connected_system set version = version + 1 where system_id = :id")
                .param("id", id.value())
                .update();
    }

    private void record(SystemId id, Kind kind, Order order) {
        sql.sql("""
                insert into system_change (system_id, version, kind, changed_at, actor, reason, name, client_id, locations)
                select s.system_id, s.version, :kind, :now, :actor, :reason, s.name, s.client_id, :locations
                from connected_system s where s.system_id = :id
                """)
                .param("id", id.value())
                .param("kind", kind.name())
                .param("now", at(clock.instant()))
                .param("actor", order.actor().asText())
                .param("reason", order.reason())
                .param(
                        "locations",
                        find(id).stream()
                                .flatMap(system -> system.locations().stream())
                                .map(LocationName::value)
                                .collect(Collectors.joining(" ")))
                .update();
    }

    /** The system, connected or removed. */
    public Optional<ConnectedSystem> find(SystemId id) {
        return sql.sql(SELECT + "where s.system_id = :id")
                .param("id", id.value())
                .query(Systems::read)
                .optional();
    }

    /** The same, which nobody else changes before the transaction ends. */
    public Optional<ConnectedSystem> hold(SystemId id) {
        sql.sql("select system_id from connected_system where system_id = :id for update")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
        return find(id);
    }

    /** The connected system that this client speaks for. */
    public Optional<ConnectedSystem> ofClient(String clientId) {
        return sql.sql(SELECT + "where s.client_in_use = :client")
                .param("client", clientId)
                .query(Systems::read)
                .optional();
    }

    /** The connected system that this client speaks for, or else one that it spoke for until that was removed. */
    public Optional<ConnectedSystem> everOfClient(String clientId) {
        return sql
                .sql(SELECT + "where s.client_id = :client order by s.client_in_use nulls last limit 1")
                .param("client", clientId)
                .query(Systems::read)
                .list()
                .stream()
                .findFirst();
    }

    /** Of the client of a connected system; empty if it has none here. */
    public Optional<Secret.Hash> secretOf(String clientId) {
        return sql
                .sql("select secret_hash from connected_system where client_in_use = :client")
                .param("client", clientId)
                .query((row, number) -> Optional.ofNullable(textOrNull(row, "secret_hash")))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .map(Secret.Hash::new)
                .findFirst();
    }

    /** What the system may see of the events. */
    public FeedFilter.View view(SystemId id) {
        return new SystemView(template, id);
    }

    /** Connected and removed ones, by name. There are few. */
    public List<ConnectedSystem> all() {
        return sql.sql(SELECT + "order by s.name, s.system_id")
                .query(Systems::read)
                .list();
    }

    /** What operators did to the system, the last first. */
    public List<SystemChange> changes(SystemId id) {
        return sql.sql("select * from system_change where system_id = :id order by version desc")
                .param("id", id.value())
                .query((row, number) -> new SystemChange(
                        row.getLong("version"),
                        Kind.valueOf(row.getString("kind")),
                        instant(row, "changed_at"),
                        Actor.parse(row.getString("actor")),
                        row.getString("reason"),
                        row.getString("name"),
                        row.getString("client_id"),
                        locations(row)))
                .list();
    }

    /** Where projects may be: {@link LocationName#GLOBAL}, and the other locations that some system serves, by name. */
    public List<LocationName> locations() {
        var served = sql.sql(
                        "select distinct location from system_location where location <> :global order by location")
                .param("global", LocationName.GLOBAL.value())
                .query(String.class)
                .list();
        return Stream.concat(Stream.of(LocationName.GLOBAL), served.stream().map(LocationName::new))
                .toList();
    }

    @Override
    public boolean contains(LocationName location) {
        return location.equals(LocationName.GLOBAL)
                || sql.sql("select 1 from system_location where location = :location limit 1")
                        .param("location", location.value())
                        .query(Integer.class)
                        .optional()
                        .isPresent();
    }

    private static ConnectedSystem read(ResultSet row, int number) throws SQLException {
        return new ConnectedSystem(
                new SystemId(uuid(row, "system_id")),
                row.getString("name"),
                row.getString("client_id"),
                locations(row),
                instant(row, "registered_at"),
                instantOrNull(row, "removed_at"),
                row.getLong("version"),
                row.getLong("confirmed_position"),
                instant(row, "confirmed_at"));
    }

    private static List<LocationName> locations(ResultSet row) throws SQLException {
        var text = textOrNull(row, "locations");
        return text == null || text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" "))
                        .map(LocationName::new)
                        .sorted(Comparator.comparing(LocationName::value))
                        .toList();
    }
}
