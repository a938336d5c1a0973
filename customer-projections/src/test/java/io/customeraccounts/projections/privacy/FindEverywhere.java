package io.customeraccounts.projections.privacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks for plain values in every column of every table that there is, whatever it is for. */
public final class FindEverywhere {

    private FindEverywhere() {}

    /** The columns that have one of the values somewhere in them, without regard to case, as {@code table.column}. */
    public static List<String> columnsWith(List<String> values, JdbcClient sql) {
        var found = new ArrayList<String>();
        for (var table : tables(sql)) {
            sql.sql("select * from " + table).query(row -> {
                for (var column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    var value = row.getObject(column);
                    var text = value instanceof byte[] bytes
                            ? new String(bytes, StandardCharsets.UTF_8)
                            : String.valueOf(value);
                    var lower = text.toLowerCase(Locale.ROOT);
                    if (values.stream().anyMatch(it -> lower.contains(it.toLowerCase(Locale.ROOT)))) {
                        found.add(table + "."
                                + row.getMetaData().getColumnName(column).toLowerCase(Locale.ROOT));
                    }
                }
            });
        }
        return found;
    }

    private static List<String> tables(JdbcClient sql) {
        return sql.sql("""
                        select table_name from information_schema.tables
                        where table_type = 'BASE TABLE' and lower(table_schema) = 'public'
                        order by table_name
                        """).query(String.class).list().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }
}
