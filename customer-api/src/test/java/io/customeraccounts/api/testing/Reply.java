package io.customeraccounts.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the service. */
public record Reply(HttpResponse<String> response) {

    private static final JsonMapper JSON = new JsonMapper();

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public JsonNode json() {
        return JSON.readTree(response.body());
    }

    /** The text at the JSON pointer; empty if there is none. */
    public String text(String pointer) {
        return json().at(pointer).asString("");
    }

    /** The value of the header; empty if there is none. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public String etag() {
        return header("ETag");
    }

    public Reply expect(int status) {
        assertThat(status())
                .describedAs("%s answered %s", response.request(), body())
                .isEqualTo(status);
        return this;
    }

    /** Expects a problem in the form that every problem has. */
    public Reply expectProblem(int status, String code) {
        expect(status);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(text("/code")).describedAs(body()).isEqualTo(code);
        assertThat(text("/type")).isEqualTo("/problems/" + code);
        assertThat(json().at("/status").asInt()).isEqualTo(status);
        return this;
    }

    /** Expects that the service says to try again, and when. */
    public Reply expectUnavailable() {
        expectProblem(503, "temporarily-unavailable");
        assertThat(Integer.parseInt(header("Retry-After"))).isBetween(1, 60);
        return this;
    }

    /** Expects that the problem points to the one thing that is wrong. */
    public Reply expectError(String member, @Nullable String name, String code) {
        assertThat(json().at("/errors").size()).describedAs(body()).isEqualTo(1);
        assertThat(text("/errors/0/code")).describedAs(body()).isEqualTo(code);
        if (name != null) {
            assertThat(text("/errors/0/" + member)).describedAs(body()).isEqualTo(name);
        }
        return this;
    }
}
