package io.customeraccounts.api.systems;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.ResourceName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

@Schema(name = "ReportResources")
record ReportRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "When that was so. An older report never replaces a newer one.",
                example = "2026-03-02T12:00:00Z")
        @Nullable
        String reportedAt,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The names of all that there are, 1,000 at most; empty if there are none.",
                example = "[\"vm-1\"]")
        @Nullable
        List<@Nullable String> resources) {

    private static final int MAX = 1_000;

    /** Clocks differ; but a report from the future would keep those of the present from being taken. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** What is said, all of it valid. */
    record Said(Instant at, List<ResourceName> names) {}

    Said read(Instant now) {
        if (resources != null && resources.size() > MAX) {
            throw Problem.invalid(FieldError.at("/resources", "too-many").with("limit", MAX));
        }
        var fields = new Fields();
        var at = fields.required("/reportedAt", reportedAt, text -> time(text, now));
        var names = new ArrayList<Fields.Field<ResourceName>>();
        if (resources == null) {
            fields.required("/resources", null, Function.identity());
        } else {
            for (var i = 0; i < resources.size(); i++) {
                names.add(fields.required("/resources/" + i, resources.get(i), ResourceName::new));
            }
        }
        fields.check();
        return new Said(at.get(), names.stream().map(Fields.Field::get).toList());
    }

    private static Instant time(String text, Instant now) {
        var at = Times.parse(text);
        if (at.isAfter(now.plus(SKEW))) {
            throw new NotThis("time-ahead");
        }
        return at;
    }
}
