package io.customeraccounts.projections.rebuild;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a projection.
 *
 * @param table that it is for
 * @param sql with a question mark for each parameter
 * @param parameters how many it has
 * @param places of each parameter among all, by its name: it may be there several times
 * @param newRow absent if it does anything else than to insert a row
 */
record Statement(
        String table,
        String sql,
        int parameters,
        Map<String, List<Integer>> places,
        @Nullable NewRow newRow) {

    private static final Pattern PARAMETER = Pattern.compile(":([a-zA-Z]+)");
    private static final Pattern INSERT =
            Pattern.compile("\\s*insert into (\\w+)\\s*\\(([\\w\\s,]+)\\)\\s*values\\s*\\(([:'\\w\\s,]+)\\)\\s*");

    /**
     * What a row is made of.
     *
     * @param values of the columns: null in place of each parameter, and the same text for every row elsewhere
     */
    record NewRow(String table, List<String> columns, List<@Nullable String> values) {

        /** What it gets in the column; null also if it gets nothing. */
        @Nullable
        Object value(String column, @Nullable Object[] parameters) {
            var index = columns.indexOf(column);
            if (index < 0) {
                return null;
            }
            var value = values.get(index);
            return value != null
                    ? value
                    : parameters[
                            (int) values.subList(0, index).stream()
                                    .filter(Objects::isNull)
                                    .count()];
        }

        private static @Nullable NewRow of(String text) {
            var insert = INSERT.matcher(text);
            if (!insert.matches()) {
                return null;
            }
            var values = new ArrayList<@Nullable String>();
            for (var value : insert.group(3).split(",", -1)) {
                var term = value.strip();
                if (term.startsWith(":")) {
                    values.add(null);
                } else if (term.matches("'\\w*'")) {
                    values.add(term.substring(1, term.length() - 1));
                } else if (term.matches("\\d+")) {
                    values.add(term);
                } else {
                    return null;
                }
            }
            var columns = Arrays.stream(insert.group(2).split(",", -1))
                    .map(String::strip)
                    .toList();
            return new NewRow(insert.group(1), columns, values);
        }
    }

    static Statement of(String table, String text) {
        var places = new HashMap<String, List<Integer>>();
        var parameters = 0;
        for (var name : PARAMETER.matcher(text).results().map(it -> it.group(1)).toList()) {
            places.computeIfAbsent(name, it -> new ArrayList<>()).add(parameters++);
        }
        return new Statement(table, PARAMETER.matcher(text).replaceAll("?"), parameters, places, NewRow.of(text));
    }

    /** The places of the parameter; none if it has none of this name. */
    List<Integer> placesOf(String name) {
        return places.getOrDefault(name, List.of());
    }
}
