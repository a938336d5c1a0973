package io.customeraccounts.api.permissions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table in {@code permission-matrix.md}. */
record PermissionMatrix(List<String> callers, List<Row> rows) {

    /**
     * What each kind of caller gets for one request.
     *
     * @param method of the request
     * @param path with names in braces
     * @param note what is particular about it; empty if nothing
     * @param body with names in braces; empty for none
     * @param statuses by caller
     */
    record Row(String method, String path, String note, String body, Map<String, Integer> statuses) {

        /** As the mapping names it. */
        String endpoint() {
            return method + " "
                    + path.replaceAll("\\?.*", "")
                            .replaceAll("\\{\\w*[mM]embershipId}", "{membershipId}")
                            .replaceAll("\\{\\w*ProjectId}", "{projectId}")
                            .replace("/problems/last-admin", "/problems/{code}")
                            .replaceAll("^/(confirm|reset|invitation)/none", "/$1/{secret}")
                            .replace("/dev/mailbox/0", "/dev/mailbox/{id}");
        }

        /** Whether everybody gets the same answer, and nothing is changed that others are asked for. */
        boolean isForAnyone() {
            return !path.contains("{") && statuses.values().stream().distinct().count() == 1;
        }

        @Override
        public String toString() {
            return method + " " + path + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    static PermissionMatrix read() throws IOException {
        try (var file = PermissionMatrix.class.getResourceAsStream("/permission-matrix.md")) {
            var table = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("|") && !line.startsWith("|-"))
                    .map(PermissionMatrix::cells)
                    .toList();
            var header = table.getFirst();
            var callers = header.subList(3, header.size());
            var rows = new ArrayList<Row>();
            for (var cells : table.subList(1, table.size())) {
                if (cells.size() != header.size()) {
                    throw new IllegalStateException("a row has another number of cells than the header: " + cells);
                }
                rows.add(row(cells, callers));
            }
            return new PermissionMatrix(callers, rows);
        }
    }

    private static Row row(List<String> cells, List<String> callers) {
        var statuses = new LinkedHashMap<String, Integer>();
        for (var i = 0; i < callers.size(); i++) {
            statuses.put(callers.get(i), Integer.parseInt(cells.get(i + 3)));
        }
        var request = cells.get(0).replace("`", "").split(" ", 2);
        return new Row(request[0], request[1], cells.get(1), cells.get(2).replace("`", ""), statuses);
    }

    private static List<String> cells(String line) {
        var inside = line.strip();
        return Arrays.stream(inside.substring(1, inside.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
