package io.customeraccounts.api.faults;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as the feed gives it to everyone.
 *
 * @param type without what all types begin with
 * @param data ids and plain values
 */
record Event(
        String id,
        long position,
        String customer,
        long sequence,
        String type,
        Instant time,
        Map<String, @Nullable Object> data) {

    private static final String PREFIX = "io.customeraccounts.customer.";
    private static final JsonMapper JSON = new JsonMapper();

    /** From the JSON of a CloudEvent. */
    static Event parse(String cloudEvent) {
        var json = JSON.readTree(cloudEvent);
        var type = json.get("type").asString();
        if (!type.startsWith(PREFIX)) {
            throw new IllegalArgumentException("an event of another kind: " + type);
        }
        return new Event(
                json.get("id").asString(),
                Long.parseLong(json.get("position").asString()),
                json.get("customerid").asString(),
                Long.parseLong(json.get("sequence").asString()),
                type.substring(PREFIX.length()),
                Instant.parse(json.get("time").asString()),
                JSON.convertValue(json.get("data"), new TypeReference<Map<String, @Nullable Object>>() {}));
    }

    String text(String field) {
        var value = data.get(field);
        if (value == null) {
            throw new IllegalArgumentException(type + " has no " + field + ": " + data);
        }
        return value.toString();
    }

    @Nullable
    String textOrNull(String field) {
        var value = data.get(field);
        return value == null ? null : value.toString();
    }

    boolean isSet(String field) {
        return Boolean.TRUE.equals(data.get(field));
    }
}
