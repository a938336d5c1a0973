package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.policies.DueSheet;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The table {@code due}. */
public final class SqlDueSheet implements DueSheet {

    private static final Duration CLAIMED_FOR = Duration.ofMinutes(1);

    private final JdbcClient sql;

    public SqlDueSheet(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public void put(Due due) {
        // Mostly it is new.
        if (insert(due) == 0) {
            update(due);
        }
    }

    private void update(Due due) {
        params(due, """
                update due set customer_id = :customer, project_id = :project, due_at = :at, cause = :cause, try_from = :at
                where kind = :kind and subject_id = :subject
                """).update();
    }

    private int insert(Due due) {
        return params(due, """
                insert into due (kind, subject_id, customer_id, project_id, due_at, cause, try_from)
                values (:kind, :subject, :customer, :project, :at, :cause, :at)
                on conflict do nothing
                """).update();
    }

    private StatementSpec params(Due due, String statement) {
        return sql.sql(statement)
                .param("kind", due.kind().name())
                .param("subject", due.subjectId())
                .param("customer", due.customerId().value())
                .param(
                        "project",
                        due.projectId() == null ? null : due.projectId().value())
                .param("at", at(due.at()))
                .param("cause", due.cause());
    }

    @Override
    public void remove(Kind kind, UUID subjectId) {
        sql.sql("delete from due where kind = :kind and subject_id = :subject")
                .param("kind", kind.name())
                .param("subject", subjectId)
                .update();
    }

    @Override
    public List<Due> claim(Kind kind, Instant now, int limit) {
        return sql
                .sql("""
                        select * from due where kind = :kind and try_from <= :now
                        order by try_from
                        limit :limit
                        """)
                .param("kind", kind.name())
                .param("now", at(now))
                .param("limit", limit)
                .query((row, number) -> new Open(read(row), instant(row, "try_from")))
                .list()
                .stream()
                .filter(open -> claim(open, now))
                .map(Open::due)
                .toList();
    }

    /** @param tryFrom as it was read: whoever changes it first has the claim */
    private record Open(Due due, Instant tryFrom) {}

    private boolean claim(Open open, Instant now) {
        return sql.sql("""
                        update due set try_from = :later
                        where kind = :kind and subject_id = :subject and try_from = :tryFrom
                        """)
                        .param("later", at(now.plus(CLAIMED_FOR)))
                        .param("kind", open.due().kind().name())
                        .param("subject", open.due().subjectId())
                        .param("tryFrom", at(open.tryFrom()))
                        .update()
                == 1;
    }

    @Override
    public void done(Due due) {
        sql.sql("delete from due where kind = :kind and subject_id = :subject and due_at = :at")
                .param("kind", due.kind().name())
                .param("subject", due.subjectId())
                .param("at", at(due.at()))
                .update();
    }

    private static Due read(ResultSet row) throws SQLException {
        return new Due(
                Kind.valueOf(row.getString("kind")),
                uuid(row, "subject_id"),
                new CustomerId(uuid(row, "customer_id")),
                projectId(uuidOrNull(row, "project_id")),
                instant(row, "due_at"),
                row.getString("cause"));
    }

    private static @Nullable ProjectId projectId(@Nullable UUID id) {
        return id == null ? null : new ProjectId(id);
    }
}
