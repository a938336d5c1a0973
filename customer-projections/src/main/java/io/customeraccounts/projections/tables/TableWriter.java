package io.customeraccounts.projections.tables;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Where the statements of a projection go: to a read table, or to the copy of it that a rebuild fills. They call the table
 * {@code {table}}, and the id of the row that they insert or change {@code :key}; one without {@code :key} may change
 * several rows.
 */
public interface TableWriter {

    /** A statement and its parameters, by name. */
    interface Change {

        Change param(String name, @Nullable Object value);

        /**
         * For one without {@code :key}: it changes only rows that have this id, its {@code :value}, in the column. Rows are
         * inserted with it, and keep it.
         */
        Change of(String column, UUID value);

        void update();
    }

    Change sql(String statement);

    /** Writes at once, in the transaction that is active. */
    static TableWriter to(String table, JdbcClient sql) {
        return statement -> new Change() {
            private final StatementSpec spec = sql.sql(statement.replace("{table}", table));

            @Override
            public Change param(String name, @Nullable Object value) {
                spec.param(name, value);
                return this;
            }

            @Override
            public Change of(String column, UUID value) {
                return param("value", value);
            }

            @Override
            public void update() {
                spec.update();
            }
        };
    }
}
