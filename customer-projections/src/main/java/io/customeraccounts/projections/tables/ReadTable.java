package io.customeraccounts.projections.tables;

import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table that events alone determine, so that it can be rebuilt from them in a copy.
 *
 * @param key the column with the id of a row
 * @param unique columns whose values, if all are there, are those of one row only; the first may be null. None if only
 *     the id is unique
 * @param hidden columns with personal values or what is made of them, and with hashes of secrets: never shown in a report
 */
public record ReadTable(String name, String key, List<String> unique, Set<String> hidden) {

    public ReadTable {
        unique = List.copyOf(unique);
        hidden = Set.copyOf(hidden);
    }

    /** Writes to the live table, at once, in the transaction that is active. */
    public TableWriter live(JdbcClient sql) {
        return TableWriter.to(name, sql);
    }

    /** The table that a rebuild fills: with the same columns. */
    public String copy() {
        return name + "_rebuild";
    }

    /**
     * The live table and its copy, for who changes rows without an event. Call it before the change and in its transaction:
     * until that ends, no rebuild takes place, and then none uses what it has read before.
     */
    public List<String> heldWithCopy(JdbcClient sql) {
        sql.sql("update rebuild set erasures = erasures + 1 where table_name = :table")
                .param("table", name)
                .update();
        return List.of(name, copy());
    }
}
