package io.customeraccounts.api.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.api.fuzzing.Description.Operation;
import io.customeraccounts.api.testing.TestService;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes requests, the same ones for the same seed and the same {@link Known}: a part as described, a part nearly so, a part hostile. */
final class Requests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Values where something else is expected, and texts that are trouble somewhere. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e400",
            "99999999999999999999",
            "null",
            "true",
            "\u0000",
            "a\u0000b",
            "\n",
            "\r\nX: y",
            "\u202Egnp.exe",
            "\u200B",
            "e\u0301",
            "ﬁ",
            "İ",
            "ß",
            "Ω≈ç√",
            "田中さん",
            "😀",
            "\uFFFF",
            "'; drop table ledger; --",
            "%",
            "_",
            "\\",
            "%00",
            "%zz",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "{{7*7}}",
            "${7*7}",
            "4111 1111 1111 1111",
            "2024-02-30",
            "9999999-12-31T23:59:59Z",
            "2030-01-31T12:00:00+99:00",
            "P99999999999D",
            "PT-1S",
            "00000000-0000-0000-0000-000000000000",
            "1-1-1-1-1",
            "a@b",
            "\"quoted\"@firm.example",
            "a@xn--.example",
            "a@[127.0.0.1]",
            "CUSTOMER_ADMIN\u0130");

    private final Random random;
    private final Description description;
    private final Known known;

    /** How much of what is optional the next request has: nothing, a half or everything. */
    private int optional;

    Requests(long seed, Description description, Known known) {
        this.random = new Random(seed);
        this.description = description;
        this.known = known;
    }

    /** @param operation that it was made from; what is sent may be something else */
    @SuppressWarnings("ArrayRecordComponent") // sent and never compared
    record Request(Operation operation, boolean asDescribed, String head, byte[] body) {

        boolean isOfItsMethod() {
            return head.startsWith(operation.method() + " ");
        }

        /** Enough to send it again. */
        @Override
        public String toString() {
            return head + "\n\n" + (body.length > 2_000 ? body.length + " bytes" : new String(body, ISO_8859_1));
        }
    }

    Request next() {
        var operation = pick(description.operations());
        var mood = random.nextInt(10);
        var hostile = mood < 3;
        var near = mood < 6;
        optional = random.nextInt(3);
        var target = target(operation, hostile, near);
        var body = body(operation, target, hostile, near);
        var head = new StringBuilder()
                .append(hostile && chance(20) ? method() : operation.method())
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\nHost: localhost\n");
        headers(head, operation, target, hostile, near);
        if (body.length > 0 || !operation.mediaType().isEmpty() || chance(30)) {
            head.append("Content-Length: ").append(body.length).append('\n');
        }
        return new Request(operation, !near, head.toString(), body);
    }

    // Where

    private String target(Operation operation, boolean hostile, boolean near) {
        var path = operation.path();
        for (var parameter : operation.parameters("path")) {
            var name = parameter.at("/name").asString();
            var place = path.indexOf("{" + name + "}");
            path = path.substring(0, place)
                    + pathValue(path.substring(0, place), name, hostile, near)
                    + path.substring(place + name.length() + 2);
        }
        if (hostile && chance(30)) {
            path += pick(
                    List.of("/", "/..", "//", "/%2e%2e", ";a=b", "/%00", "%2F", "/x", ".json", "%", "\u00e4", "#x"));
        }
        var query = new ArrayList<String>();
        for (var parameter : operation.parameters("query")) {
            var name = parameter.at("/name").asString();
            var schema = described(parameter);
            var required = parameter.at("/required").asBoolean(false) && !(near && chance(10));
            if (given(required, near || canBeMade(path, name, schema))) {
                query.add(name + "=" + queryValue(path, name, schema, hostile, near));
                if (near && chance(20)) {
                    query.add(name + "=" + queryValue(path, name, schema, hostile, true));
                }
            }
        }
        if (hostile && chance(10)) {
            query.add(pick(List.of("%zz", "=", "&&", "x=%FF", "%00=1", "a[]=1", "x=" + "y".repeat(3_000))));
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    /** With the example of the parameter, as fields have it. */
    private JsonNode described(JsonNode parameter) {
        var schema = (ObjectNode) description.resolved(parameter.path("schema")).deepCopy();
        if (parameter.has("example")) {
            schema.set("example", parameter.path("example"));
        }
        return schema;
    }

    private boolean given(boolean required, boolean canBeMade) {
        return required || (canBeMade && (optional == 2 || (optional == 1 && chance(2))));
    }

    /** Whether there is any other choice than a text without a meaning, which would be refused where one is expected. */
    private boolean canBeMade(String path, String name, JsonNode described) {
        var schema = description.resolved(described);
        return !type(schema).equals("string")
                || schema.has("enum")
                || schema.has("format")
                || schema.has("example")
                || !known.values(path, name).isEmpty();
    }

    private String pathValue(String path, String name, boolean hostile, boolean near) {
        if (hostile && chance(4)) {
            return pick(List.of(
                    "%00", "..", "%2e", "a%2Fb", "a%5Cb", "%FF", "a;b", "{x}", "%F0%9F%98%80", "x".repeat(3_000)));
        }
        if (near && chance(4)) {
            return escaped(pick(ODD));
        }
        return switch (random.nextInt(10)) {
            case 0 -> "0193584e-3b00-7000-8000-00000000dead";
            // Perhaps that of another customer.
            case 1 -> pick(known.values().getOrDefault(name, List.of("x")));
            default -> pick(known.values(path, name));
        };
    }

    private String queryValue(String path, String name, JsonNode schema, boolean hostile, boolean near) {
        if (hostile && chance(3)) {
            return pick(List.of(
                    "%zz",
                    "%", "%FF", "%C3%28", "+", "a=b=c", "\u00e4", "x".repeat(3_000), "%F0%9F%98%80".repeat(200)));
        }
        if (near && chance(3)) {
            return escaped(pick(ODD));
        }
        if (name.equals("wait")) {
            return "0";
        }
        var value = value(path, name, schema);
        return escaped((value.isArray() ? value.get(0) : value).asString());
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private String method() {
        return pick(
                List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X-Y"));
    }

    // How

    private void headers(StringBuilder head, Operation operation, String path, boolean hostile, boolean near) {
        // Mostly one who may, so that the rest of the request matters.
        var caller = pick(chance(2) ? known.callers() : known.callers(path));
        if (!caller.isEmpty()) {
            head.append("Authorization: Bearer ")
                    .append(hostile && chance(10) ? caller.substring(random.nextInt(caller.length())) : caller)
                    .append('\n');
        }
        var mediaType = operation.mediaType();
        if (!mediaType.isEmpty()) {
            head.append("Content-Type: ")
                    .append(
                            near && chance(10)
                                    ? pick(List.of(
                                            "text/plain",
                                            "application/xml",
                                            "application/x-www-form-urlencoded",
                                            "multipart/form-data",
                                            "multipart/form-data; boundary=x",
                                            mediaType + ";charset=utf-16",
                                            mediaType + ";charset=nothing",
                                            "*/*",
                                            ";",
                                            ""))
                                    : mediaType)
                    .append('\n');
        }
        if (chance(4)) {
            head.append("Accept: ").append(accept(near)).append('\n');
        }
        if (chance(4)) {
            head.append("Accept-Language: ")
                    .append(pick(List.of("de", "en", "fr, de;q=0.5", "x".repeat(300), "*", ";q=", "de-DE-1996")))
                    .append('\n');
        }
        for (var parameter : operation.parameters("header")) {
            var name = parameter.at("/name").asString();
            if (given(false, true)) {
                head.append(name)
                        .append(": ")
                        .append(headerValue(path, name, near && chance(3)))
                        .append('\n');
            }
        }
        if (hostile && chance(5)) {
            head.append(pick(List.of(
                            "X-Forwarded-Host: evil.example",
                            "X-Forwarded-Prefix: //evil.example",
                            "X-HTTP-Method-Override: DELETE",
                            "Cookie: form=\u0001; session=x",
                            "Content-Encoding: gzip",
                            "Range: bytes=0-1",
                            "If-None-Match: W/\"1\", *",
                            "If-Modified-Since: yesterday",
                            "Expect: 100-continue",
                            "X: \u0085\u00ff",
                            "X\u0001: y",
                            "X-Long: " + "x".repeat(9_000))))
                    .append('\n');
        }
    }

    /** No stream of events: it has no end. */
    private String accept(boolean near) {
        return near
                ? pick(List.of(
                        "text/html",
                        "application/xml",
                        "a/b/c",
                        ";;",
                        "*/*;q=0",
                        "application/json;q=2",
                        "application/*",
                        "text/csv"))
                : pick(List.of("application/json", "*/*", "application/json, text/html;q=0.5"));
    }

    private String headerValue(String path, String name, boolean odd) {
        if (odd) {
            return pick(List.of(
                    "",
                    "*",
                    "\"0\"",
                    "W/\"1\"",
                    "\"x\"",
                    "x".repeat(300),
                    "x".repeat(600),
                    "\u00c3\u00a4",
                    "\u00ff\u0080",
                    "a\tb",
                    "\"99999999999999999999\""));
        }
        return name.equals("Idempotency-Key") ? "request-" + random.nextInt(100) : pick(known.values(path, name));
    }

    // What

    private byte[] body(Operation operation, String path, boolean hostile, boolean near) {
        if (operation.mediaType().isEmpty()) {
            return hostile && chance(5) ? "{\"x\":1}".getBytes(UTF_8) : new byte[0];
        }
        var valid = value(path, "", operation.bodySchema());
        if (hostile) {
            return hostile(valid);
        }
        if (near) {
            change(valid);
        }
        return JSON.writeValueAsBytes(valid);
    }

    private JsonNode value(String path, String name, JsonNode described) {
        var schema = description.resolved(described);
        if (schema.has("enum")) {
            return pick(List.copyOf(schema.path("enum").values()));
        }
        return switch (type(schema)) {
            case "object" -> {
                var object = NODES.objectNode();
                var required = schema.path("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                schema.path("properties").properties().forEach(property -> {
                    var key = property.getKey();
                    var full = key.equals("id") ? name + "Id" : key;
                    if (given(required.contains(key), canBeMade(path, full, property.getValue()))) {
                        object.set(key, value(path, full, property.getValue()));
                    }
                });
                yield object;
            }
            case "array" -> {
                var array = NODES.arrayNode();
                var length = 1 + random.nextInt(4);
                if (schema.has("example")) {
                    schema.path("example").valueStream().limit(length).forEach(array::add);
                } else {
                    for (var i = 0; i < length; i++) {
                        array.add(value(path, name, schema.path("items")));
                    }
                }
                yield array;
            }
            case "integer" -> NODES.numberNode(1 + random.nextInt(200));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> NODES.stringNode(text(path, name, schema));
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.at("/0").asString() : type.asString("object");
    }

    private String text(String path, String name, JsonNode schema) {
        var choices = known.values(path, name);
        if (!choices.isEmpty() && !chance(10)) {
            return pick(choices);
        }
        return switch (name) {
            case "email" -> TestService.address("Some One");
            case "password" -> "lamp " + random.nextInt(1_000_000) + " on a hill";
            case "identifier" -> TestService.unique();
            case "endsAt" ->
                Instant.now().plus(Duration.ofDays(1 + random.nextInt(300))).toString();
            case "group" -> pick(List.of("CUSTOMER_EMPLOYEE", "CUSTOMER_ADMIN"));
            case "language" -> pick(List.of("en", "de"));
            default ->
                schema.path("example").asString(made(name, schema.path("format").asString("")));
        };
    }

    private String made(String name, String format) {
        return switch (format) {
            case "date-time" ->
                Instant.now().minus(Duration.ofMinutes(random.nextInt(100_000))).toString();
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            default -> name + " " + random.nextInt(1_000);
        };
    }

    /** One thing is not as it should be. */
    private void change(JsonNode valid) {
        if (valid instanceof ArrayNode array) {
            if (chance(5)) {
                for (var i = 0; i < 150; i++) {
                    array.add(array.get(0).deepCopy());
                }
            } else if (chance(5)) {
                array.removeAll();
            } else {
                change(array.get(random.nextInt(array.size())));
            }
            return;
        }
        if (!(valid instanceof ObjectNode object) || object.isEmpty() || chance(10)) {
            if (valid instanceof ObjectNode object) {
                object.put("unknown", pick(ODD));
            }
            return;
        }
        var name = pick(List.copyOf(object.propertyNames()));
        if (object.get(name).isContainer() && !chance(3)) {
            change(object.get(name));
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, random.nextLong());
            case 3 -> object.put(name, random.nextBoolean());
            case 4 -> object.putArray(name).add("x").addNull();
            case 5 -> object.putObject(name).put("x", "y");
            case 6 -> object.put(name, pick(ODD).repeat(pick(List.of(1, 1, 2, 17, 100, 300, 5_000))));
            default -> object.put(name, pick(ODD));
        }
    }

    /** What is hardly JSON, or none. */
    private byte[] hostile(JsonNode valid) {
        var text = JSON.writeValueAsString(valid);
        var bytes = text.getBytes(UTF_8);
        return switch (random.nextInt(18)) {
            case 0 -> text.substring(0, random.nextInt(text.length())).getBytes(UTF_8);
            case 1 -> (text + text).getBytes(UTF_8);
            case 2 ->
                (text.substring(0, 1) + text.substring(1).replaceFirst("(\"[^\"]+\":)", "$1 1, $1")).getBytes(UTF_8);
            case 3 -> "[".repeat(pick(List.of(10, 100, 1_000, 100_000))).getBytes(UTF_8);
            case 4 -> "{\"a\":".repeat(pick(List.of(10, 100, 1_000, 40_000))).getBytes(UTF_8);
            case 5 ->
                text.replaceFirst(":", ":" + "9".repeat(pick(List.of(20, 400, 20_000))) + ",\"b\":")
                        .getBytes(UTF_8);
            case 6 ->
                text.replaceFirst(":", ":1e" + "9".repeat(pick(List.of(3, 9, 12))) + ",\"b\":")
                        .getBytes(UTF_8);
            case 7 -> text.replaceFirst(":\"", ":\"\\\\ud800").getBytes(UTF_8);
            case 8 -> text.replaceFirst(":\"", ":\"\\\\u0000\\\\uffff").getBytes(UTF_8);
            case 9 -> text.getBytes(UTF_16);
            case 10 -> ("\uFEFF" + text).getBytes(UTF_8);
            case 11 -> (text + "//").replace('"', '\'').getBytes(UTF_8);
            case 12 -> text.replace("}", ",}").getBytes(UTF_8);
            case 13 ->
                pick(List.of("null", "NaN", "7", "\"x\"", "true", "[]", "[{}]", "{}", "", " ", "-", "{\"\":\"\"}"))
                        .getBytes(UTF_8);
            case 14 ->
                text.replaceFirst(":\"", ":\"" + "x".repeat(pick(List.of(1_000, 60_000, 300_000))))
                        .getBytes(UTF_8);
            case 15 -> {
                bytes[random.nextInt(bytes.length)] = (byte) (0x80 + random.nextInt(0x80));
                yield bytes;
            }
            case 16 -> {
                var noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                yield noise;
            }
            default -> {
                var many = new StringBuilder("{");
                for (var i = 0; i < 5_000; i++) {
                    many.append("\"f").append(i).append("\":").append(i).append(',');
                }
                yield (many + text.substring(1)).getBytes(UTF_8);
            }
        };
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
