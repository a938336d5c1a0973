package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is not a request is answered with what is wrong and where, and has no effect. */
class BadInputTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company acme = Company.of(service);
    private final String invitations = acme.path() + "/invitations";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"fullName\":                                            | #          | json-malformed",
                "{\"fullName\":\"A\",\"fullName\":\"B\"}                   | #          | duplicate-name",
                "{\"fullName\":\"A\",\"mail\":\"a@b.example\"}             | #/mail     | unknown-field",
                "{\"fullName\":7,\"email\":\"a@b.example\"}                | #/fullName | wrong-type",
                "{\"fullName\":[\"A\"],\"email\":\"a@b.example\"}          | #/fullName | wrong-type",
                "{\"fullName\":\"A\\u0000\",\"email\":\"a@b.example\"}     | #/fullName | character-not-allowed",
                "{\"fullName\":\"A\\ud800\",\"email\":\"a@b.example\"}     | #/fullName | character-not-allowed",
                "[]                                                        | #          | wrong-type",
                "null                                                      | #          | json-expected",
                "``                                                        | #          | body-missing",
            })
    void pointsToWhatIsMalformed(String body, String pointer, String code) {
        acme.admin()
                .post(invitations, body)
                .expectProblem(400, "malformed-request")
                .expectError("pointer", pointer, code);
    }

    @ParameterizedTest
    @CsvSource({
        "fullName, ''",
        "fullName, '  '",
        "fullName, 'two\nlines'",
        "fullName, '\u202Eabc'",
        "email, ''",
        "email, nobody",
        "email, a@localhost",
        "email, 'a@[127.0.0.1]'",
        "email, '\"quoted\"@firm.example'",
        "lifetime, soon",
        "language, fr"
    })
    void pointsToTheValueThatIsNotValid(String field, String value) {
        var invite = """
                {"fullName":"Ben Beech","email":"ben@beech.example","lifetime":"P1D","language":"en"}""";
        var json = new JsonMapper();
        var body = (ObjectNode) json.readTree(invite);
        body.put(field, value);

        var refused = acme.admin().post(invitations, json.writeValueAsString(body));

        refused.expectProblem(422, "invalid-value");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("#/" + field);
        assertThat(acme.admin().get(invitations).json().at("/items").size()).isZero();
    }

    @Test
    void neitherAcceptsNorRepeatsACardNumber() {
        var refused = acme.admin().post(invitations, """
                {"fullName":"4111 1111 1111 1111","email":"ben@beech.example"}""");

        refused.expectProblem(422, "card-number-not-allowed").expectError("pointer", "#/fullName", "card-number");
        assertThat(refused.body()).doesNotContain("4111");
        acme.admin()
                .delete(invitations + "/0193584e-3b00-7000-8000-000000000000", "Reason", "card 4111-1111-1111-1111")
                .expectProblem(404, "invitation-not-found");
    }

    @Test
    void refusesDeepNestingFast() {
        acme.admin().post(invitations, "{\"fullName\":" + "[".repeat(100_000)).expectProblem(400, "malformed-request");
        acme.admin().post(invitations, "[".repeat(20)).expectProblem(400, "malformed-request");
    }

    @Test
    void refusesABodyThatIsTooLargeWhetherItSaysSoOrNot() throws Exception {
        var body = " ".repeat(300 * 1024);
        var declared = acme.admin().post(invitations, body).expectProblem(413, "body-too-large");
        assertThat(declared.json().at("/limit").asInt()).isEqualTo(256 * 1024);

        try (var http = HttpClient.newHttpClient()) {
            var chunked = http.send(
                    HttpRequest.newBuilder(service.base().resolve("/api/v1/registrations"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                            .build(),
                    BodyHandlers.ofString());
            new Reply(chunked).expectProblem(413, "body-too-large");
        }
    }

    @Test
    void refusesAnotherMediaTypeAndAnotherMethodByNamingTheRightOnes() {
        acme.admin()
                .post(invitations, "fullName=Ben", "Content-Type", "application/x-www-form-urlencoded")
                .expectProblem(415, "unsupported-media-type");
        var patch = acme.admin()
                .patch(acme.path(), "{\"name\":\"New\"}", "Content-Type", "application/json")
                .expectProblem(415, "unsupported-media-type");
        assertThat(patch.header("Accept-Patch")).contains("application/merge-patch+json");
        var put = acme.admin().send("PUT", acme.path(), "{}").expectProblem(405, "method-not-allowed");
        assertThat(put.header("Allow")).contains("PATCH").contains("GET");
        acme.admin().get(acme.path(), "Accept", "text/csv").expectProblem(406, "not-acceptable");
    }

    @Test
    void refusesAConditionThatIsNoEntityTagAndOneThatNobodyLooksAt() {
        acme.admin()
                .patch(acme.path(), "{\"name\":\"New\"}", "If-Match", "seventeen")
                .expectProblem(400, "malformed-request")
                .expectError("header", "If-Match", "entity-tag-malformed");
        acme.admin()
                .post(invitations, "{\"fullName\":\"Ben\",\"email\":\"ben@beech.example\"}", "If-Match", "\"1\"")
                .expectProblem(400, "malformed-request")
                .expectError("header", "If-Match", "no-version-here");
    }

    @Test
    void takesAnIdThatIsNoneForOneThatIsUnknown() {
        acme.admin().get("/api/v1/customers/acme").expectProblem(404, "not-found");
        acme.admin().get(invitations + "/%00").expect(400);
        acme.admin().get("/api/v1/nothing").expectProblem(404, "not-found");
    }

    /** No client library sends these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /api/v1/customers/../../etc HTTP/1.1 ; Host: localhost ; 400|404",
                "GET /api/v1/me%zz HTTP/1.1               ; Host: localhost ; 400",
                "GET /api/v1/me HTTP/1.1                  ; Host: a b       ; 400",
                "GET /api/v1/me HTTP/9.9                  ; Host: localhost ; 505|400",
                "QUACK /api/v1/me HTTP/1.1                ; Host: localhost ; 400|401|405|501",
            })
    void survivesWhatIsHardlyHttp(String requestLine, String header, String statuses) throws Exception {
        var answer =
                raw(service.base(), requestLine.strip() + "\r\n" + header.strip() + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.1 (" + statuses.strip() + ") .*");
        assertThat(answer).contains("application/problem+json").doesNotContain("Exception");
    }

    private static String raw(URI service, String request) throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
