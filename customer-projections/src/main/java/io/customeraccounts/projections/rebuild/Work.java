package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.tables.ReadTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is needed to rebuild one table.
 *
 * @param columns of the table and its copy, in their order
 */
record Work(ReadTable table, Copy copy, Comparison comparison, String columns) {

    static Work of(Rebuildable it, DataSource database, PersonalDataVault vault) {
        var columns = columns(new JdbcTemplate(database), it.table());
        return new Work(
                it.table(),
                new Copy(it, database, vault),
                new Comparison(JdbcClient.create(database), it.table(), columns),
                String.join(", ", columns));
    }

    private static List<String> columns(JdbcTemplate jdbc, ReadTable table) {
        return Objects.requireNonNull(jdbc.query("select * from " + table.name() + " where 1 = 0", rows -> {
            var columns = new ArrayList<String>();
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnName(i));
            }
            return columns;
        }));
    }

    /** With the names of the table, its copy and its key, and with its columns. */
    String sql(String statement) {
        return statement
                .replace("{live}", table.name())
                .replace("{copy}", table.copy())
                .replace("{key}", table.key())
                .replace("{columns}", columns);
    }
}
