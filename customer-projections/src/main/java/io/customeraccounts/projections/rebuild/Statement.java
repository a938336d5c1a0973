package io.customeraccounts.projections.rebuild;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a projection.
 *
 * @param table that it is for
 * @param sql with a question mark for each parameter
 * @param names of its parameters, in their order
 * @param newRow absent if it does anything else than to insert a row
 */
record Statement(
        String table,
        String sql,
        List<String> names,
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
        var names = PARAMETER
                .matcher(text)
                .results()
                .map(parameter -> parameter.group(1))
                .toList();
        return new Statement(table, PARAMETER.matcher(text).replaceAll("?"), names, NewRow.of(text));
    }
}
