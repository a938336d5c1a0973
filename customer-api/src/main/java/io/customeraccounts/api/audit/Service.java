package io.customeraccounts.api.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service that is asked, and as whom. */
final class Service {

    static final String TOKEN = "CUSTOMER_ACCOUNTS_TOKEN";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "Where the service is. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the access token; without it, the environment variable " + TOKEN + " has it.")
    private @Nullable Path tokenFile;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @throws Failure if it is refused, with what the service says */
    InputStream open(String path, Map<String, ? extends @Nullable Object> query, String accept) throws IOException {
        var reply = send(path, query, accept);
        if (reply.statusCode() != 200) {
            try (var body = reply.body()) {
                throw new Failure(Audit.REFUSED, problem(reply.statusCode(), body.readAllBytes()));
            }
        }
        return reply.body();
    }

    private HttpResponse<InputStream> send(String path, Map<String, ? extends @Nullable Object> query, String accept)
            throws IOException {
        var parameters = query.entrySet().stream()
                .filter(it -> it.getValue() != null)
                .map(it -> it.getKey() + "=" + URLEncoder.encode(String.valueOf(it.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var base = url.toString().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .header("Accept", accept)
                .header("Authorization", "Bearer " + token())
                .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Failure(
                    Audit.REFUSED,
                    "no answer from " + base + ": " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Audit.REFUSED, "interrupted");
        }
    }

    private String token() throws IOException {
        var token = tokenFile == null ? System.getenv(TOKEN) : Files.readString(tokenFile);
        if (token == null || token.isBlank()) {
            throw new Failure(Audit.USAGE, "no access token: give --token-file, or set " + TOKEN);
        }
        return token.strip();
    }

    private static String problem(int status, byte[] body) {
        try {
            var problem = JSON.readTree(body);
            return "%d %s: %s %s"
                    .formatted(
                            status,
                            problem.path("code").asString(""),
                            problem.path("detail")
                                    .asString(problem.path("title").asString("")),
                            problem.path("errors").isMissingNode() ? "" : problem.path("errors"));
        } catch (JacksonException e) {
            return Integer.toString(status);
        }
    }

    JsonNode get(String path, Map<String, ? extends @Nullable Object> query) throws IOException {
        try (var body = open(path, query, "application/json")) {
            return JSON.readTree(body);
        }
    }

    /** Every item of every page. */
    void forEach(String path, Map<String, ? extends @Nullable Object> query, Consumer<JsonNode> item)
            throws IOException {
        var page = get(path, query);
        page.path("items").forEach(item);
        while (page.path("next").isString()) {
            var further = new HashMap<String, @Nullable Object>(query);
            further.put("cursor", page.path("next").asString());
            page = get(path, further);
            page.path("items").forEach(item);
        }
    }
}
