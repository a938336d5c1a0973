package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All projects of all customers that a partner manages, one after the other: some are read at a time, and no connection is held
 * while whoever reads them takes their time. What changes meanwhile may be in it or not. Deleted projects are left out.
 */
public final class ProjectExport {

    private static final int CUSTOMERS_AT_A_TIME = 100;
    private static final int ROWS_AT_A_TIME = 500;
    private static final UUID LOWEST = new UUID(0, 0);

    private static final String ROWS = """
            select c.customer_id, c.identifier as customer_identifier, c.name as customer_name,
                   p.project_id, p.identifier, p.name, p.state, p.created_at, p.tags, %s
            from customer c join project p on p.customer_id = c.customer_id %s
            where c.customer_id in (:customers) and p.state <> 'DELETED' %s
              and (p.customer_id > :customer or (p.customer_id = :customer and %s > :last))
            order by p.customer_id, %s
            limit :limit
            """;

    private static final String PROJECTS =
            ROWS.formatted("p.project_id as last", "", "", "p.project_id", "p.project_id");

    private static final String QUOTAS = ROWS.formatted(
            "l.location_id as last, l.location, l.quota",
            "join project_location l on l.project_id = p.project_id",
            "and l.quota is not null",
            "l.location_id",
            "l.location_id");

    private final JdbcClient sql;

    public ProjectExport(JdbcClient sql) {
        this.sql = sql;
    }

    /** A project and whose it is. */
    public record ExportedProject(
            CustomerId customerId,
            String customerIdentifier,
            String customerName,
            ProjectId projectId,
            String identifier,
            String name,
            ProjectState state,
            Instant createdAt,
            List<ProjectTag> tags) {}

    /** How much a project may use in one location. */
    public record ExportedQuota(ExportedProject project, LocationName location, long quota) {}

    /** A row and the last part of the key that orders it; the first is the customer. */
    private record Keyed<T>(T row, UUID customerId, UUID last) {}

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Customer by customer. */
    public void projects(CustomerId partnerId, Consumer<ExportedProject> each) {
        all(partnerId, PROJECTS, ProjectExport::project, each);
    }

    /** Likewise; locations of which nothing is said are left out. */
    public void quotas(CustomerId partnerId, Consumer<ExportedQuota> each) {
        all(
                partnerId,
                QUOTAS,
                row -> new ExportedQuota(
                        project(row), new LocationName(row.getString("location")), row.getLong("quota")),
                each);
    }

    private <T> void all(CustomerId partnerId, String rows, Reading<T> reading, Consumer<T> each) {
        var customers = customers(partnerId, LOWEST);
        while (!customers.isEmpty()) {
            some(customers, rows, reading, each);
            customers = customers.size() < CUSTOMERS_AT_A_TIME ? List.of() : customers(partnerId, customers.getLast());
        }
    }

    private List<UUID> customers(CustomerId partnerId, UUID after) {
        return sql.sql("""
                        select customer_id from customer
                        where managed_by = :partner and customer_id > :after
                        order by managed_by, customer_id
                        limit :limit
                        """)
                .param("partner", partnerId.value())
                .param("after", after)
                .param("limit", CUSTOMERS_AT_A_TIME)
                .query((row, number) -> uuid(row, "customer_id"))
                .list();
    }

    private <T> void some(List<UUID> customers, String rows, Reading<T> reading, Consumer<T> each) {
        Keyed<T> last = null;
        var found = 0;
        do {
            var page = sql.sql(rows)
                    .param("customers", customers)
                    .param("customer", last == null ? LOWEST : last.customerId())
                    .param("last", last == null ? LOWEST : last.last())
                    .param("limit", ROWS_AT_A_TIME)
                    .query((row, number) -> new Keyed<>(reading.read(row), uuid(row, "customer_id"), uuid(row, "last")))
                    .list();
            page.forEach(keyed -> each.accept(keyed.row()));
            found = page.size();
            last = page.isEmpty() ? last : page.getLast();
        } while (found == ROWS_AT_A_TIME);
    }

    private static ExportedProject project(ResultSet row) throws SQLException {
        return new ExportedProject(
                new CustomerId(uuid(row, "customer_id")),
                row.getString("customer_identifier"),
                row.getString("customer_name"),
                new ProjectId(uuid(row, "project_id")),
                row.getString("identifier"),
                row.getString("name"),
                ProjectState.valueOf(row.getString("state")),
                instant(row, "created_at"),
                TagLines.parse(textOrNull(row, "tags")));
    }
}
