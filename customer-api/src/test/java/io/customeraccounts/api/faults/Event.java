package io.customeraccounts.api.faults;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as the feed gives it to everyone.
 *
 * @param type without what all types begin with, and those of a customer without that too
 * @param actor who did it, by kind and id; absent if that is not known
 * @param cause of the command, or of the event that it follows from; absent if that is not known
 * @param data ids and plain values
 */
record Event(
        String id,
        long position,
        String customer,
        long sequence,
        String type,
        Instant time,
        @Nullable String actor,
        @Nullable String cause,
        Map<String, @Nullable Object> data) {

    private static final String PREFIX = "io.customeraccounts.";
    private static final String OF_A_CUSTOMER = "customer.";
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
                withoutPrefix(type),
                Instant.parse(json.get("time").asString()),
                json.hasNonNull("actor") ? json.get("actor").asString() : null,
                json.hasNonNull("causationid") ? json.get("causationid").asString() : null,
                JSON.convertValue(json.get("data"), new TypeReference<Map<String, @Nullable Object>>() {}));
    }

    private static String withoutPrefix(String type) {
        var name = type.substring(PREFIX.length());
        return name.startsWith(OF_A_CUSTOMER) ? name.substring(OF_A_CUSTOMER.length()) : name;
    }

    boolean isByOperator() {
        return actor != null && actor.startsWith("operator:");
    }

    /** Empty if there is none. */
    Collection<?> list(String field) {
        return data.get(field) instanceof Collection<?> values ? values : List.of();
    }

    /** The text in an object that may be absent itself. */
    @Nullable
    String textIn(String object, String field) {
        return data.get(object) instanceof Map<?, ?> fields && fields.get(field) != null
                ? String.valueOf(fields.get(field))
                : null;
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
