package io.customeraccounts.api.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.fuzzing.Requests.Request;
import io.customeraccounts.api.testing.RawHttp.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What would go unnoticed if the judge were blind. */
class JudgeTest {

    private static final String PROBLEM = """
        {"type":"/problems/not-found","title":"Not found","status":404,"detail":"Nothing here.","code":"not-found"}\
        """;
    private static final String CUSTOMER = """
        {"id":"0193584e-3b00-7000-8000-000000000001","identifier":"acme","name":"ACME","kind":"CUSTOMER","state":"ACTIVE",
         "openedAt":"2026-03-02T12:00:00Z"}\
        """;

    private final Description description = Description.read();
    private final Judge judge = new Judge(description);

    @Test
    void acceptsWhatIsDescribed() {
        assertThat(judge.flaw(asked(), answer(404, PROBLEM))).isEmpty();
        assertThat(judge.flaw(asked(), answer(200, CUSTOMER))).isEmpty();
    }

    @Test
    void noticesAFailureAndARefusalThatIsNoProblem() {
        assertThat(judge.flaw(asked(), answer(500, PROBLEM))).contains("a failure");
        assertThat(judge.flaw(asked(), new Answer(404, Map.of("content-type", "text/html"), "<h1>Not Found</h1>")))
                .contains("no problem but text/html");
        assertThat(judge.flaw(asked(), answer(404, "not found"))).contains("no JSON");
        assertThat(judge.flaw(asked(), answer(404, PROBLEM.replace("\"title\"", "\"head\""))))
                .isPresent();
        assertThat(judge.flaw(asked(), answer(409, PROBLEM))).contains("no code of this status");
        assertThat(judge.flaw(asked(), answer(404, PROBLEM.replace("not-found", "nowhere"))))
                .contains("no code of this status");
        assertThat(judge.flaw(
                        asked(),
                        answer(410, PROBLEM.replace("not-found", "cursor-gone").replace("404", "410"))))
                .contains("a problem that is not described");
    }

    @Test
    void noticesAnAnswerOfAnotherForm() {
        assertThat(judge.flaw(asked(), answer(202, CUSTOMER))).contains("a status that is not described");
        assertThat(judge.flaw(asked(), answer(200, CUSTOMER.replace("identifier", "secret")))
                        .orElseThrow())
                .startsWith("without identifier");
        assertThat(judge.flaw(asked(), answer(200, CUSTOMER.replace("\"id\"", "\"secret\":\"x\",\"id\""))))
                .contains("not described: secret");
        assertThat(judge.flaw(asked(), answer(200, CUSTOMER.replace("ACTIVE", "ASLEEP"))))
                .isPresent();
        assertThat(judge.flaw(asked(), answer(200, CUSTOMER.replace("\"ACME\"", "7"))))
                .isPresent();
    }

    @Test
    void looksAtTheMediaTypeBeforeTheForm() {
        var lines = new Answer(200, Map.of("content-type", "text/csv;charset=UTF-8"), "customerId,name\r\n");

        assertThat(judge.flaw(asked("GET /api/v1/customers/{customerId}/exports/projects"), lines))
                .isEmpty();
        assertThat(judge.flaw(asked(), lines)).contains("a media type that is not described: text/csv");
    }

    private Request asked() {
        return asked("GET /api/v1/customers/{customerId}");
    }

    private Request asked(String name) {
        var operation = description.operations().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Request(operation, true, "GET /api/v1/customers/x HTTP/1.1", new byte[0]);
    }

    private static Answer answer(int status, String body) {
        return new Answer(
                status, Map.of("content-type", status < 400 ? "application/json" : "application/problem+json"), body);
    }
}
