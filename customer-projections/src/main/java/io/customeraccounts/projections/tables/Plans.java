package io.customeraccounts.projections.tables;

import static java.util.stream.Collectors.joining;

import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How planned access is written in a column: a line for each, of project, role and, if there is one, end. */
public final class Plans {

    private Plans() {}

    /** Null if nothing is planned. */
    public static @Nullable String text(@Nullable List<PlannedAccess> plan) {
        return plan == null || plan.isEmpty()
                ? null
                : plan.stream().map(Plans::line).collect(joining("\n"));
    }

    private static String line(PlannedAccess access) {
        var line = access.projectId() + " " + access.role();
        return access.endsAt() == null ? line : line + " " + access.endsAt();
    }

    public static List<PlannedAccess> parse(@Nullable String text) {
        return text == null ? List.of() : text.lines().map(Plans::access).toList();
    }

    private static PlannedAccess access(String line) {
        var words = List.of(line.split(" ", -1));
        return new PlannedAccess(
                ProjectId.parse(words.get(0)),
                ProjectRole.valueOf(words.get(1)),
                words.size() < 3 ? null : Instant.parse(words.get(2)));
    }
}
