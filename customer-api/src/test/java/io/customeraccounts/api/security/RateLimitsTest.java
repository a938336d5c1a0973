package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing up, signing in, inviting and answering invitations: whoever does it too often is told when to come again. */
class RateLimitsTest {

    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.with(Databases.H2, "--customer-accounts.rate-limits=on");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Some more get through than that many, because time goes on. */
    private static void isLimited(int times, IntFunction<Reply> attempt) throws Exception {
        // Thirty at once: some answers take their time on purpose.
        var sent = new AtomicInteger();
        while (sent.get() < times) {
            Callable<Reply> next = () -> attempt.apply(sent.incrementAndGet());
            assertThat(Race.between(Collections.nCopies(30, next)))
                    .extracting(Reply::status)
                    .doesNotContain(429);
        }
        var number = times + 1;
        var answer = attempt.apply(number);
        while (answer.status() != 429 && number <= 2 * times) {
            answer = attempt.apply(++number);
        }
        assertThat(number).isBetween(times + 1, 2 * times);
        answer.expectProblem(429, "too-many-requests");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
    }

    @Test
    void limitsRegistrations() throws Exception {
        isLimited(
                30,
                number -> service.anonymous()
                        .post("/api/v1/registrations", """
                {"fullName":"Nina New","email":"%s","password":"four words are fine","companyName":"New Firm"}""".formatted(TestService.address("Nina New"))));
    }

    @Test
    void limitsTokenRequests() throws Exception {
        isLimited(
                300,
                number -> service.anonymous()
                        .post(
                                "/oauth2/token",
                                "grant_type=client_credentials&client_id=nobody&client_secret=guess" + number,
                                "Content-Type",
                                "application/x-www-form-urlencoded"));
    }

    @Test
    void limitsInvitationsByOneCaller() throws Exception {
        var acme = Company.of(service);
        isLimited(120, number -> acme.invite("Guest", "not an address", "CUSTOMER_EMPLOYEE"));
        // Others go on.
        var other = Company.of(service);
        other.invite("Guest", TestService.address("Guest"), "CUSTOMER_EMPLOYEE").expect(201);
    }

    @Test
    void limitsAnswersToInvitationsAndGuessedSecrets() throws Exception {
        var ben = service.person("Ben Beech");
        isLimited(30, number -> ben.post("/api/v1/invitations/0193584e-3b00-7000-8000-000000000000/accept", null));
        isLimited(
                60,
                number -> service.anonymous()
                        .post("/api/v1/invitations/preview", "{\"secret\":\"guess-%d\"}".formatted(number)));
    }
}
