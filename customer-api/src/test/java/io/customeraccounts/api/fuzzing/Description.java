package io.customeraccounts.api.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API as {@code openapi.json} describes it. */
final class Description {

    private static final Path DOCUMENT = Path.of("src/main/resources/openapi.json");

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();

    private Description(JsonNode document) {
        this.document = document;
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    static Description read() {
        try {
            return new Description(new JsonMapper().readTree(Files.readString(DOCUMENT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param path with the names of its parameters in braces */
    record Operation(String method, String path, JsonNode description) {

        String name() {
            return method + " " + path;
        }

        List<JsonNode> parameters(String in) {
            return description
                    .path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.at("/in").asString().equals(in))
                    .toList();
        }

        /** Empty if it takes no body. */
        String mediaType() {
            return description.at("/requestBody/content").propertyNames().stream()
                    .findFirst()
                    .orElse("");
        }

        JsonNode bodySchema() {
            return description.at("/requestBody/content").path(mediaType()).path("schema");
        }

        boolean answers(int status) {
            return description.path("responses").has(Integer.toString(status));
        }

        /** Codes of problems that are described for the status. */
        List<String> codes(int status) {
            return List.copyOf(description
                    .path("responses")
                    .path(Integer.toString(status))
                    .path("content")
                    .path("application/problem+json")
                    .path("examples")
                    .propertyNames());
        }

        /** Of what is answered with the status; none if there is no body. */
        List<String> mediaTypes(int status) {
            return List.copyOf(description
                    .path("responses")
                    .path(Integer.toString(status))
                    .path("content")
                    .propertyNames());
        }

        /** Of the answer as JSON. */
        JsonNode schema(int status) {
            return description
                    .path("responses")
                    .path(Integer.toString(status))
                    .path("content")
                    .path("application/json")
                    .path("schema");
        }
    }

    List<Operation> operations() {
        return operations;
    }

    JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? resolved(document.at(schema.at("/$ref").asString().substring(1)))
                : schema;
    }

    JsonNode problem() {
        return document.at("/components/schemas/Problem");
    }

    /** What of the value is not as the schema says; empty if all is. Fields that are not described are only let through where it says so. */
    Optional<String> flaw(JsonNode value, JsonNode wanted, boolean open) {
        var schema = resolved(wanted);
        if (schema.isMissingNode() || schema.isEmpty()) {
            return Optional.empty();
        }
        var types = schema.path("type").isArray()
                ? schema.path("type").valueStream().map(JsonNode::asString).toList()
                : List.of(schema.path("type").asString("object"));
        if (types.stream().noneMatch(type -> is(value, type))) {
            return Optional.of(value + " is not of type " + types);
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            return Optional.of(value + " is none of " + schema.path("enum"));
        }
        if (value.isArray()) {
            return value.valueStream()
                    .flatMap(item -> flaw(item, schema.path("items"), open).stream())
                    .findFirst();
        }
        if (!value.isObject()) {
            return Optional.empty();
        }
        var missing = schema.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(name -> !value.has(name))
                .findFirst();
        if (missing.isPresent()) {
            return missing.map(name -> "without " + name + ": " + value);
        }
        return value.properties().stream()
                .flatMap(field -> {
                    var property = schema.path("properties").path(field.getKey());
                    return property.isMissingNode() && !open && !schema.has("additionalProperties")
                            ? Optional.of("not described: " + field.getKey()).stream()
                            : flaw(field.getValue(), property, open || isProblem(property)).stream();
                })
                .findFirst();
    }

    /** Each has members of its own. */
    private boolean isProblem(JsonNode schema) {
        return resolved(schema).equals(problem());
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> value.isObject();
        };
    }
}
