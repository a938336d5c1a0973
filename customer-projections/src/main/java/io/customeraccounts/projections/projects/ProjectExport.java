package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import java.nio.ByteBuffer;
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
    private static final UUID HIGHEST = new UUID(-1, -1);

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

    /**
     * A part of them, customer by customer. It may have fewer items than asked for although more follow, since so many
     * customers are looked at for one part, whatever they have.
     */
    public Page<ExportedProject> page(CustomerId partnerId, PageRequest request) {
        var list = "projects managed by " + partnerId;
        var key = request.start(list);
        var start = key == null ? new Place(LOWEST, LOWEST) : Place.of(key);
        var customers = customers(partnerId, ">=", start.customerId());
        if (customers.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        var found = read(customers, PROJECTS, ProjectExport::project, start, request.limit() + 1);
        if (found.size() > request.limit()) {
            var items = found.subList(0, request.limit());
            return Page.until(Place.of(items.getLast()).key(), rows(items), list);
        }
        var more = customers.size() == CUSTOMERS_AT_A_TIME;
        return Page.until(more ? new Place(customers.getLast(), HIGHEST).key() : null, rows(found), list);
    }

    private static <T> List<T> rows(List<Keyed<T>> found) {
        return found.stream().map(Keyed::row).toList();
    }

    /** Of a row in the order of the list. */
    private record Place(UUID customerId, UUID last) {

        static Place of(Keyed<?> row) {
            return new Place(row.customerId(), row.last());
        }

        static Place of(byte[] key) {
            var bytes = ByteBuffer.wrap(key);
            return new Place(new UUID(bytes.getLong(), bytes.getLong()), new UUID(bytes.getLong(), bytes.getLong()));
        }

        byte[] key() {
            return ByteBuffer.allocate(32)
                    .putLong(customerId.getMostSignificantBits())
                    .putLong(customerId.getLeastSignificantBits())
                    .putLong(last.getMostSignificantBits())
                    .putLong(last.getLeastSignificantBits())
                    .array();
        }
    }

    private <T> void all(CustomerId partnerId, String rows, Reading<T> reading, Consumer<T> each) {
        var customers = customers(partnerId, ">", LOWEST);
        while (!customers.isEmpty()) {
            some(customers, rows, reading, each);
            customers =
                    customers.size() < CUSTOMERS_AT_A_TIME ? List.of() : customers(partnerId, ">", customers.getLast());
        }
    }

    private List<UUID> customers(CustomerId partnerId, String after, UUID customerId) {
        return sql.sql("""
                        select customer_id from customer
                        where managed_by = :partner and customer_id %s :customer
                        order by managed_by, customer_id
                        limit :limit
                        """.formatted(after))
                .param("partner", partnerId.value())
                .param("customer", customerId)
                .param("limit", CUSTOMERS_AT_A_TIME)
                .query((row, number) -> uuid(row, "customer_id"))
                .list();
    }

    private <T> void some(List<UUID> customers, String rows, Reading<T> reading, Consumer<T> each) {
        Keyed<T> last = null;
        var found = 0;
        do {
            var start = last == null ? new Place(LOWEST, LOWEST) : Place.of(last);
            var page = read(customers, rows, reading, start, ROWS_AT_A_TIME);
            page.forEach(keyed -> each.accept(keyed.row()));
            found = page.size();
            last = page.isEmpty() ? last : page.getLast();
        } while (found == ROWS_AT_A_TIME);
    }

    private <T> List<Keyed<T>> read(List<UUID> customers, String rows, Reading<T> reading, Place after, int atMost) {
        return sql.sql(rows)
                .param("customers", customers)
                .param("customer", after.customerId())
                .param("last", after.last())
                .param("limit", atMost)
                .query((row, number) -> new Keyed<>(reading.read(row), uuid(row, "customer_id"), uuid(row, "last")))
                .list();
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
