package io.customeraccounts.api.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the service answers, in lines for people. */
final class Lines {

    private Lines() {}

    /** A line of the history. */
    static String entry(JsonNode it) {
        var line = "%s  %s  %s  (%s"
                .formatted(
                        it.path("position").asString(),
                        it.path("time").asString(),
                        it.path("sentence").asString(it.path("event").asString()),
                        it.path("actorName").asString(it.path("actor").asString()));
        return line
                + (it.path("reason").isString()
                        ? ", because: " + it.path("reason").asString() + ")"
                        : ")");
    }

    /** Who could use what, and under it why. */
    static String access(JsonNode it) {
        var lines = new ArrayList<String>();
        lines.add("%s  %s  %s, %s%s"
                .formatted(
                        it.path("membershipId").asString(),
                        it.path("fullName").asString("(erased)"),
                        it.path("projectName").asString(),
                        it.path("role")
                                .asString("may manage it as " + it.path("group").asString()),
                        it.path("endsAt").isString()
                                ? ", until " + it.path("endsAt").asString()
                                : ""));
        it.path("because").forEach(entry -> lines.add("    " + entry(entry)));
        var ended = it.path("ended");
        if (ended.isObject()) {
            lines.add("    ended at %s: %s"
                    .formatted(
                            ended.path("at").asString(), ended.path("because").asString()));
            if (ended.path("event").isObject()) {
                lines.add("    " + entry(ended.path("event")));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    static String change(JsonNode it) {
        return "%s  %s  %s%s: %s -> %s"
                .formatted(
                        it.path("change").asString(),
                        it.path("membershipId").asString(),
                        it.path("fullName").asString("(erased)"),
                        it.path("projectName").isString()
                                ? ", " + it.path("projectName").asString()
                                : "",
                        it.path("before").asString("none"),
                        it.path("after").asString("none"));
    }

    /** Its values, the ids last; not what the answer rests on. */
    static String values(JsonNode it) {
        return it.propertyStream()
                .filter(field -> !field.getKey().equals("known"))
                .sorted(Comparator.comparing(field -> field.getKey().endsWith("Id")))
                .map(field -> value(field.getValue()))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining("  "));
    }

    private static String value(JsonNode it) {
        if (it.isArray()) {
            return it.valueStream().map(Lines::value).collect(Collectors.joining(", "));
        }
        return it.isObject() ? values(it) : it.asString();
    }

    /** Says if the answer does not rest on all that had happened. */
    static String known(JsonNode known) {
        return known.path("complete").asBoolean(true)
                ? ""
                : "Not everything that had happened by then is taken into account yet, only up to position "
                        + known.path("position").asString() + ".";
    }
}
