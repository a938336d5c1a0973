package io.customeraccounts.projections.tables;

import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** What the database can do that not every one can. */
public final class Dialect {

    private Dialect() {}

    /** @throws IllegalStateException if the database does not say what it is */
    public static boolean isPostgres(DataSource database) {
        try {
            return JdbcUtils.extractDatabaseMetaData(
                    database, metadata -> metadata.getDatabaseProductName().equals("PostgreSQL"));
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("the database does not say what it is", e);
        }
    }
}
