package io.customeraccounts.projections.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that a follower keeps, which has a copy of the same columns beside it, with {@code _rebuild} after its name. The events
 * determine what is compared; the rest is the work of those who act on it.
 *
 * @param key the column with an id
 * @param also the column that tells apart rows with the same id; absent if there is one at most
 * @param compared columns that have to be the same
 * @param present columns of which only whether there is a value has to be the same
 * @param sameIf for which rows of the live table, {@code l}, they have to; absent for all
 * @param worked which rows of the copy, {@code c}, may be missing in the live table because somebody has done what they were
 *     about; absent for none. {@code :now} is the time. Such rows never come back
 * @param hidden columns with personal values, never shown in a report
 * @param position the column by which the table is compared in parts; absent if it is small
 */
public record MemoryTable(
        String name,
        String key,
        @Nullable String also,
        List<String> compared,
        List<String> present,
        @Nullable String sameIf,
        @Nullable String worked,
        @Nullable String position,
        Set<String> hidden) {

    public MemoryTable {
        compared = List.copyOf(compared);
        present = List.copyOf(present);
        hidden = Set.copyOf(hidden);
    }

    /** Of which all these columns have to be the same. */
    public static MemoryTable of(String name, String key, String... compared) {
        return new MemoryTable(name, key, null, List.of(compared), List.of(), null, null, null, Set.of());
    }

    MemoryTable also(String column) {
        return new MemoryTable(name, key, column, compared, present, sameIf, worked, position, hidden);
    }

    MemoryTable present(String... columns) {
        return new MemoryTable(name, key, also, compared, List.of(columns), sameIf, worked, position, hidden);
    }

    MemoryTable sameIf(String condition) {
        return new MemoryTable(name, key, also, compared, present, condition, worked, position, hidden);
    }

    MemoryTable worked(String condition) {
        return new MemoryTable(name, key, also, compared, present, sameIf, condition, position, hidden);
    }

    MemoryTable inPartsBy(String column) {
        return new MemoryTable(name, key, also, compared, present, sameIf, worked, column, hidden);
    }

    /** Columns with personal values: never shown in a report. */
    public MemoryTable hidden(String... columns) {
        return new MemoryTable(name, key, also, compared, present, sameIf, worked, position, Set.of(columns));
    }

    String copy() {
        return name + "_rebuild";
    }

    /** What is shown of a row that differs. */
    List<String> shown() {
        var shown = new ArrayList<>(compared);
        shown.addAll(present);
        return shown;
    }

    /** That a row of the copy and one of the live table are of the same thing. */
    String same() {
        return also == null
                ? "c.%1$s = l.%1$s".formatted(key)
                : "c.%1$s = l.%1$s and c.%2$s = l.%2$s".formatted(key, also);
    }

    String differs() {
        var columns = new ArrayList<String>();
        compared.forEach(it -> columns.add("l.%1$s is distinct from c.%1$s".formatted(it)));
        present.forEach(it -> columns.add("(l.%1$s is null and c.%1$s is not null)".formatted(it)));
        present.forEach(it -> columns.add("(l.%1$s is not null and c.%1$s is null)".formatted(it)));
        return columns.isEmpty() ? "false" : columns.stream().collect(Collectors.joining(" or ", "(", ")"));
    }
}
