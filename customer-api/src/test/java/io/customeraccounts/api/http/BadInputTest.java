package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.RawHttp;
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
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** Wherever a parameter is read, by a handler, a form or a filter. */
    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%2", "%FF", "%C3%28", "a%00=%zz"})
    void refusesAQueryThatIsNoPercentEncodedText(String broken) throws Exception {
        var reading = List.of(
                acme.path() + "/users",
                invitations,
                "/api/v1/customers",
                "/api/v1/events",
                "/sign-in",
                "/register",
                "/oauth2/authorize",
                "/dev/mailbox",
                "/dev/mailbox/messages");
        try (var raw = new RawHttp(service.base())) {
            for (var path : reading) {
                for (var query : List.of("x=" + broken, broken + "=x", "limit=1&limit" + broken)) {
                    var answer = raw.send(
                            head("GET", path + "?" + query, acme.admin().token()));

                    assertThat(answer.status()).describedAs(path).isEqualTo(400);
                    assertThat(answer.expectProblem()).isEqualTo("malformed-request");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/register", "/forgot", "/oauth2/token", "/oauth2/authorize", "/oauth2/revoke"})
    void refusesAFormThatIsNoPercentEncodedText(String path) throws Exception {
        try (var raw = new RawHttp(service.base())) {
            for (var form : List.of("email=%zz", "%=x", "grant_type=%FF&client_id=x")) {
                var answer = raw.send(
                        head("POST", path, "") + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                                + form.length(),
                        form.getBytes(StandardCharsets.US_ASCII));

                assertThat(answer.status()).describedAs(form).isEqualTo(400);
                assertThat(answer.expectProblem()).isEqualTo("malformed-request");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void doesNotReadTheFormsOfOtherMethods(String method) throws Exception {
        var form = "name=%zz";
        try (var raw = new RawHttp(service.base())) {
            for (var path : List.of(acme.path(), "/sign-in")) {
                var answer = raw.send(
                        head(method, path, acme.admin().token())
                                + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: " + form.length(),
                        form.getBytes(StandardCharsets.US_ASCII));

                assertThat(answer.status()).isBetween(400, 415);
                answer.expectProblem();
            }
        }
    }

    private static String head(String method, String target, String token) {
        return method + " " + target + " HTTP/1.1\nHost: localhost"
                + (token.isEmpty() ? "" : "\nAuthorization: Bearer " + token);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/v1/customers/%zz                     |                                  | 400",
                "GET /api/v1/customers/a%2Fb                   |                                  | 400",
                "GET /api/v1/customers/a%5Cb                   |                                  | 400",
                "GET /api/v1/customers/%00                     |                                  | 400",
                "GET /api/v1/customers/a;b%                    |                                  | 400",
                "GET /api/v1/customers/%FF                     |                                  | 400/404",
                "GET /api/v1/customers/a;b=c                   |                                  | 400",
                "GET /api/v1/customers//x                      |                                  | 400",
                "GET /api/v1/customers/%2e%2e/x                |                                  | 400",
                "GET /api/v1/customers/ä                       |                                  | 400",
                "GET /api/v1/customers/{id}                    |                                  | 400",
                "GET /problems/%F0%9F%98%80                    |                                  | 404",
                "GET /api/v1/customers?%0A=1                   |                                  | 200/400",
                "GET /api/v1/customers?x=%0A                   |                                  | 200/400",
                "GET /api/v1/customers?limit=1&limit=2         |                                  | 400",
                "GET /api/v1/customers?limit=99999999999999    |                                  | 400",
                "GET /api/v1/customers?cursor=AAAA             |                                  | 400",
                "GET /api/v1/customers?cursor={7000}           |                                  | 400",
                "GET /api/v1/events?after={7000}&customer=x    |                                  | 404",
                "GET /api/v1/events?after=%00                  |                                  | 400/403",
                "GET /api/v1/me                                | X-A: {9000}                      | 400/431",
                "GET /api/v1/me                                | X\u0001A: a                      | 400",
                "GET /api/v1/me                                | Accept: a/b/c                    | 406",
                "GET /api/v1/me                                | Accept: ;;                       | 406",
                "GET /api/v1/me                                | Accept-Language: {2000}          | 200",
                "GET /api/v1/me                                | Accept-Language: en;q=x          | 200",
                "GET /api/v1/me                                | Range: bytes=9-1                 | 200",
                "GET /api/v1/me                                | If-None-Match: \u0085            | 200/400",
                "GET /api/v1/me                                | If-Modified-Since: yesterday     | 200",
                "GET /api/v1/me                                | Authorization: Bearer a b        | 401",
                "GET /api/v1/me                                | Authorization: Bearer \u00e4     | 401",
                "GET /api/v1/me                                | Authorization: Basic %%%         | 401",
                "GET /sign-in                                  | Cookie: form=\u0001; session=\u00e4 | 200/400",
                "POST /sign-in                                 | Cookie: form=\u00e4              | 403/400",
                "POST /api/v1/customers                        | Content-Type: json               | 415",
                "POST /api/v1/customers                        | Content-Type: application/json;charset=nothing | 400/415",
                "POST /api/v1/customers                        | Content-Type: multipart/form-data | 415",
                "POST /sign-in                                 | Content-Type: multipart/form-data; boundary=x | 403/400",
                "POST /api/v1/customers                        | Content-Encoding: gzip           | 400/415",
                "POST /api/v1/customers                        | Transfer-Encoding: gzip          | 400/501",
                "POST /api/v1/customers                        | Content-Length: -1               | 400",
                "POST /api/v1/customers                        | Expect: the-unexpected           | 400/417",
                "POST /api/v1/customers                        | Idempotency-Key: \u00ff          | 415",
                "PATCH /api/v1/customers                       | Content-Type: application/x-www-form-urlencoded | 405/415",
                "TRACE /api/v1/me                              |                                  | 400/405",
                "PROPFIND /api/v1/me                           |                                  | 400/405",
                "get /api/v1/me                                |                                  | 400/405",
                "CONNECT localhost:80                          |                                  | 400/404/405",
                "OPTIONS *                                     |                                  | 400/404/405/200",
            })
    void findsNoWayToAFailure(String request, @Nullable String header, String statuses) throws Exception {
        var sent = header == null ? "" : "\n" + repeated(header);
        var caller = sent.contains("Authorization") ? "" : acme.admin().token();
        var target = repeated(request.replace("{id}", "{" + acme.id() + "}")).split(" ", 2);
        try (var raw = new RawHttp(service.base())) {
            var answer = raw.send(head(target[0], target[1], caller) + sent);

            assertThat(Integer.toString(answer.status()))
                    .describedAs(answer.body())
                    .matches(statuses.replace('/', '|'));
            if (answer.status() >= 400) {
                answer.expectProblem();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /confirm/%F0%9F%98%80",
                "GET /invitation/%C3%A4",
                "GET /reset/%20?x=1&x=2",
                "GET /register?invitation=%00",
                "GET /register?invitation=a&invitation=b",
                "GET /sign-in?continue=%0d%0aX:y",
                "GET /sign-in?continue=a&continue=b",
                "GET /account",
                "GET /oauth2/authorize?client_id=a&client_id=b",
                "GET /oauth2/authorize?response_type=code&client_id=%00&redirect_uri=%00",
                "GET /oauth2/token",
                "POST /oauth2/token",
                "POST /oauth2/introspect",
                "POST /oauth2/revoke",
                "GET /oauth2/jwks?x=1",
                "GET /.well-known/openid-configuration",
                "GET /.well-known/openid-configuration/x",
                "GET /userinfo",
                "POST /userinfo",
                "GET /connect/logout?id_token_hint=x",
                "POST /oauth2/device_authorization",
                "POST /oauth2/par",
                "GET /actuator/env",
                "GET /actuator/health/x",
                "GET /dev/mailbox/99999999999999999999",
                "GET /dev/mailbox/x",
                "GET /dev/mailbox/messages?to=%00",
                "GET /problems/x",
                "GET /styles/x.css",
                "GET /error",
                "POST /error",
                "PUT /sign-in",
                "GET /",
                "POST /",
                "GET /favicon.ico"
            })
    void findsNoWayToAFailureOfAPage(String request) throws Exception {
        var target = request.split(" ", 2);
        try (var raw = new RawHttp(service.base())) {
            for (var accept : List.of("text/html", "application/json", "*/*", "image/png", ";")) {
                var answer = raw.send(head(target[0], target[1], "") + "\nAccept: " + accept + "\nContent-Length: 0");

                assertThat(answer.status())
                        .describedAs(accept + " " + answer.body())
                        .isLessThan(500);
                if (answer.header("Content-Type").startsWith("application/problem")) {
                    answer.expectProblem();
                }
                assertThat(answer.body()).doesNotContain("Exception", "Whitelabel", "Apache Tomcat");
            }
        }
    }

    /** A number in braces is that many characters. */
    private static String repeated(String text) {
        var times = Pattern.compile("\\{(\\d+)}");
        return times.matcher(text).replaceAll(number -> "x".repeat(Integer.parseInt(number.group(1))));
    }

    @Test
    void refusesABodyThatIsNoUtf8() throws Exception {
        try (var raw = new RawHttp(service.base())) {
            for (var wrong :
                    List.of("\u00ff", "\u00c3(", "\u00ed\u00a0\u0080", "\u00c0\u0080", "\u00f4\u0090\u0080\u0080")) {
                var body = "{\"name\":\"A" + wrong + "\"}";
                var answer = raw.send(
                        head("POST", "/api/v1/customers", acme.admin().token())
                                + "\nContent-Type: application/json\nContent-Length: " + body.length(),
                        body.getBytes(StandardCharsets.ISO_8859_1));

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.expectProblem()).isEqualTo("malformed-request");
            }
        }
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
