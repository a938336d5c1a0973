package io.customeraccounts.api.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an example of each body from those of its fields. */
final class OpenApiExamples {

    private static final String REFERENCE = "#/components/schemas/";

    private static final Map<String, Object> BY_FORMAT =
            Map.of("uuid", "0193584e-3b00-7000-8000-000000000001", "date-time", "2030-01-31T12:00:00Z");

    private final Components components;

    OpenApiExamples(Components components) {
        this.components = components;
    }

    void addTo(@Nullable Content content) {
        if (content != null) {
            content.values().stream()
                    .filter(body -> body.getSchema() != null && body.getExamples() == null)
                    .forEach(body -> body.setExample(of(body.getSchema())));
        }
    }

    private @Nullable Object of(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return of(components.getSchemas().get(schema.get$ref().substring(REFERENCE.length())));
        }
        if (schema.getExample() != null) {
            return schema.getExample();
        }
        if (schema.getEnum() != null) {
            return schema.getEnum().getFirst();
        }
        if (schema.getProperties() != null) {
            var example = new LinkedHashMap<String, Object>();
            schema.getProperties().forEach((name, property) -> example.put(name, of(property)));
            return example;
        }
        return switch (type(schema)) {
            case "array" -> List.of(of(schema.getItems()));
            case "boolean" -> false;
            case "integer" -> 0;
            case "object" -> Map.of();
            default -> BY_FORMAT.getOrDefault(schema.getFormat() == null ? "" : schema.getFormat(), "text");
        };
    }

    private static String type(Schema<?> schema) {
        var types = schema.getTypes() == null ? Set.<String>of() : schema.getTypes();
        return types.stream().filter(type -> !type.equals("null")).findFirst().orElse("string");
    }
}
