package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static java.util.stream.Collectors.groupingBy;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The projects of each customer, as the events up to the last acknowledged command left them. */
public final class Projects {

    public static final ReadTable TABLE = new ReadTable("project", "project_id", List.of(), Set.of());
    public static final ReadTable LOCATIONS = new ReadTable("project_location", "location_id", List.of(), Set.of());

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which accesses have reached their end */
    public Projects(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The event handlers that keep the table {@code project}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table) {
        return new ProjectProjection(table);
    }

    /** Likewise for the table {@code project_location}. */
    public static Object locationProjection(TableWriter table) {
        return new LocationProjection(table);
    }

    /** In whatever state. */
    public Optional<ProjectRow> find(ProjectId id) {
        return find(List.of(id)).stream().findFirst();
    }

    /** In whatever state; empty if it is another customer's. */
    public Optional<ProjectRow> find(CustomerId customerId, ProjectId id) {
        return find(id).filter(project -> project.customerId().equals(customerId));
    }

    /** If it is active and the membership has access to it now. */
    public Optional<ProjectRow> findAssigned(CustomerId customerId, ProjectId id, MembershipId membershipId) {
        var assigned = sql.sql(
                        "select count(*) from (%s) assigned where assigned.project_id = :project".formatted(ASSIGNED))
                .param("membership", membershipId.value())
                .param("now", at(clock.instant()))
                .param("project", id.value())
                .query(Long.class)
                .single();
        return assigned == 0
                ? Optional.empty()
                : find(customerId, id).filter(project -> project.state() == ProjectState.ACTIVE);
    }

    /** In whatever state, in no order. */
    public List<ProjectRow> find(Collection<ProjectId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var values = ids.stream().map(ProjectId::value).toList();
        var locations = locations(values);
        return sql.sql("select * from project where project_id in (:ids)")
                .param("ids", values)
                .query((row, number) -> read(row, locations))
                .list();
    }

    /**
     * The projects of the customer in the order of their names.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list: same
     *     customer and filter
     */
    public Page<ProjectRow> page(CustomerId customerId, ProjectFilter filter, PageRequest request) {
        var states = filter.states().stream().map(ProjectState::name).sorted().toList();
        var list = "projects of %s\n%s\n%s\n%s\n%s"
                .formatted(customerId, states, filter.assignedTo(), filter.withoutUsers(), filter.search());
        var start = request.start(list);
        if (filter.search() != null && SearchText.isNowhere(filter.search())) {
            return new Page<>(List.of(), null);
        }
        // H2 goes through an index in its order only if told to order by all of its columns.
        var found = sql.sql(
                        """
                        select p.project_id, p.by_name
                        from project p
                        where p.customer_id = :customer and p.by_name > :start and p.state in (:states)
                          %s
                          %s
                          %s
                        order by p.customer_id, p.by_name
                        limit :limit
                        """.formatted(
                                filter.assignedTo() == null ? "" : "and p.project_id in (%s)".formatted(ASSIGNED),
                                filter.withoutUsers() ? "and not exists (%s)".formatted(USER) : "",
                                filter.search() == null
                                        ? ""
                                        : "and (lower(p.name) like :search escape '!' or p.identifier like :search escape '!')"))
                .param("customer", customerId.value())
                .param("start", start == null ? OrderKey.lowest() : start)
                .param("states", states)
                .param(
                        "membership",
                        filter.assignedTo() == null ? null : filter.assignedTo().value())
                .param("search", pattern(filter.search()))
                .param("now", at(clock.instant()))
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_name"), new ProjectId(uuid(row, "project_id"))))
                .list();
        var page = Page.of(found, request, list);
        var rows = find(page.items()).stream().collect(Collectors.toMap(ProjectRow::id, row -> row));
        return page.map(id -> Objects.requireNonNull(rows.get(id)));
    }

    private static @Nullable String pattern(@Nullable String search) {
        return search == null ? null : "%" + search.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    private static final String ASSIGNED = """
            select a.project_id
            from project_access a join customer_user u on u.membership_id = a.open_membership
            where a.open_membership = :membership and (a.ends_at is null or a.ends_at > :now)
              and u.active_person is not null and (u.ends_at is null or u.ends_at > :now)
            """;

    private static final String USER = """
            select 1
            from project_access a join customer_user u on u.membership_id = a.open_membership
            where a.project_id = p.project_id and a.by_opened is not null and (a.ends_at is null or a.ends_at > :now)
              and u.active_person is not null and (u.ends_at is null or u.ends_at > :now)
            """;

    /** @param quota absent if nothing is said of it */
    private record Location(
            UUID projectId, LocationName name, @Nullable Long quota) {}

    private Map<UUID, List<Location>> locations(List<UUID> projects) {
        return sql
                .sql("""
                        select project_id, location, quota from project_location
                        where project_id in (:ids)
                        order by project_id, place
                        """)
                .param("ids", projects)
                .query((row, number) -> new Location(
                        uuid(row, "project_id"),
                        new LocationName(row.getString("location")),
                        row.getObject("quota", Long.class)))
                .list()
                .stream()
                .collect(groupingBy(Location::projectId));
    }

    private static ProjectRow read(ResultSet row, Map<UUID, List<Location>> all) throws SQLException {
        var id = uuid(row, "project_id");
        var locations = all.getOrDefault(id, List.of());
        return new ProjectRow(
                new ProjectId(id),
                new CustomerId(uuid(row, "customer_id")),
                row.getString("identifier"),
                row.getString("name"),
                new PaymentMethodId(uuid(row, "payment_method_id")),
                new BillingAddressId(uuid(row, "billing_address_id")),
                locations.stream().map(Location::name).toList(),
                quotas(locations),
                TagLines.parse(textOrNull(row, "tags")),
                ProjectState.valueOf(row.getString("state")),
                instant(row, "created_at"),
                instantOrNull(row, "marked_at"),
                instantOrNull(row, "deleted_at"),
                row.getLong("version"));
    }

    private static Map<LocationName, Long> quotas(List<Location> locations) {
        var quotas = new HashMap<LocationName, Long>();
        for (var location : locations) {
            if (location.quota() != null) {
                quotas.put(location.name(), location.quota());
            }
        }
        return quotas;
    }
}
