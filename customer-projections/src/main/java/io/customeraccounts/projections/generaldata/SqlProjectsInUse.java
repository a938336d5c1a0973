package io.customeraccounts.projections.generaldata;

import io.customeraccounts.domain.customer.ProjectsInUse;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.tables.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds projects by what they name, from the read tables. The row of what they name is locked first, here and by whoever
 * names it in a project, so that one of the two sees what the other has done.
 */
public final class SqlProjectsInUse implements ProjectsInUse {

    private static final int LIMIT = 100;

    private final JdbcClient sql;

    public SqlProjectsInUse(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public List<ProjectId> naming(PaymentMethodId paymentMethodId) {
        return naming("payment_method", paymentMethodId.value());
    }

    @Override
    public List<ProjectId> naming(BillingAddressId billingAddressId) {
        return naming("billing_address", billingAddressId.value());
    }

    /** @param table whose key has the same name, with {@code _id} behind, as the column of the projects */
    private List<ProjectId> naming(String table, UUID id) {
        sql.sql("select %1$s_id from %1$s where %1$s_id = :id for update".formatted(table))
                .param("id", id)
                .query()
                .listOfRows();
        return sql.sql("""
                        select project_id from project
                        where %s_id = :id and state <> 'DELETED'
                        order by project_id limit :limit
                        """.formatted(table))
                .param("id", id)
                .param("limit", LIMIT)
                .query((row, number) -> new ProjectId(Columns.uuid(row, "project_id")))
                .list();
    }
}
