package io.customeraccounts.api.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.URLEncoder;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Whoever does too often what costs others something is told when to come again. */
class TooManyRequestsTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    /** Too long for a password, so that it takes no time. */
    private static final String NOT_EVEN_TRIED = "x".repeat(2_000);

    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.with(
                Databases.H2, "--customer-accounts.rate-limits=on", "--customer-accounts.password-iterations=100000");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** All tests come from the same address. */
    @BeforeEach
    void forgive() {
        var limits = service.bean(RateLimits.class);
        for (var limit : Limit.values()) {
            for (var i = 0; i < limit.times(); i++) {
                limits.forgive(limit, client("127.0.0.1"));
                limits.forgive(limit, client("::1"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void areRefused(Limit limit) {
        var attempt = attempt(limit);

        // Some more get through than that many, because time goes on.
        var number = 1;
        var answer = attempt.apply(number);
        while (answer.status() != 429 && number <= 2 * limit.times()) {
            assertThat(answer.status()).describedAs(answer.body()).isLessThan(500);
            answer = attempt.apply(++number);
        }

        assertThat(number).isBetween(limit.times() + 1, 2 * limit.times());
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
        if (!answer.header("Content-Type").startsWith("text/html")) {
            answer.expectProblem(429, "too-many-requests");
        }
    }

    /** What is wrong in the request does not make it free. */
    private static IntFunction<Reply> attempt(Limit limit) {
        var address = TestService.address("Nina New");
        var anna = service.person("Anna Admin");
        var acme = Company.of(service);
        return switch (limit) {
            case SIGN_IN_BY_ADDRESS -> number -> signIn(address);
            case SIGN_IN_BY_CLIENT -> number -> signIn(number + address);
            case SIGN_UP_BY_ADDRESS ->
                number -> service.anonymous().post("/api/v1/registrations", """
                            {"fullName":"Nina New","email":"%s","password":"four words are fine","companyName":"New Firm"}""".formatted(address));
            case SIGN_UP_BY_CLIENT -> number -> service.anonymous().post("/api/v1/registrations", "{}");
            case MAIL_BY_ADDRESS ->
                number -> service.anonymous().post("/api/v1/password-resets", "{\"email\":\"%s\"}".formatted(address));
            case MAIL_BY_CLIENT -> number -> service.anonymous().post("/api/v1/password-resets", "{}");
            case SECRET_BY_CLIENT ->
                number -> service.anonymous()
                        .post("/api/v1/invitations/preview", "{\"secret\":\"guess-%d\"}".formatted(number));
            case TOKEN_BY_CLIENT ->
                number -> service.anonymous()
                        .post(
                                "/oauth2/token",
                                "grant_type=client_credentials&client_id=nobody&client_secret=guess" + number,
                                "Content-Type",
                                FORM);
            case OPENING_BY_PERSON ->
                number -> anna.post("/api/v1/customers", "{\"name\":\"Firm %d\"}".formatted(number));
            case INVITATION_BY_CALLER -> number -> acme.invite("Guest", "not an address", "CUSTOMER_EMPLOYEE");
            case ANSWER_BY_CALLER ->
                number -> anna.post("/api/v1/invitations/0193584e-3b00-7000-8000-000000000000/accept", null);
        };
    }

    private static Reply signIn(String address) {
        var page = service.anonymous().get("/sign-in").expect(200);
        var field = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(field.find()).isTrue();
        return service.anonymous()
                .post(
                        "/sign-in",
                        "_csrf=" + URLEncoder.encode(field.group(1), UTF_8) + "&password=" + NOT_EVEN_TRIED + "&email="
                                + URLEncoder.encode(address, UTF_8),
                        "Content-Type",
                        FORM,
                        "Cookie",
                        page.header("Set-Cookie").replaceAll(";.*", ""));
    }

    @Test
    void areCountedForEachCaller() {
        var acme = Company.of(service);
        while (acme.invite("Guest", "not an address", "CUSTOMER_EMPLOYEE").status() != 429) {}

        Company.of(service)
                .invite("Guest", TestService.address("Guest"), "CUSTOMER_EMPLOYEE")
                .expect(201);
    }

    @Test
    void areCountedForEachLimitAndForgivenAndLeftToSomethingElse() {
        var limits = new RateLimits("on");
        for (var i = 0; i < Limit.MAIL_BY_ADDRESS.times(); i++) {
            limits.count(Limit.MAIL_BY_ADDRESS, "anna");
        }

        assertThatThrownBy(() -> limits.count(Limit.MAIL_BY_ADDRESS, "anna")).isInstanceOf(Problem.class);
        assertThatCode(() -> limits.count(Limit.MAIL_BY_ADDRESS, "ben")).doesNotThrowAnyException();
        assertThatCode(() -> limits.count(Limit.SIGN_UP_BY_ADDRESS, "anna")).doesNotThrowAnyException();
        limits.forgive(Limit.MAIL_BY_ADDRESS, "anna");
        assertThatCode(() -> limits.count(Limit.MAIL_BY_ADDRESS, "anna")).doesNotThrowAnyException();

        var off = new RateLimits("off");
        for (var i = 0; i < 100; i++) {
            off.count(Limit.MAIL_BY_ADDRESS, "anna");
        }
    }

    @Test
    void takesTheNetworkOfAHouseholdForOneClient() {
        assertThat(client("2001:db8:1:2::3")).isEqualTo(client("2001:db8:1:2:ffff::4"));
        assertThat(client("2001:db8:1:2::3")).isNotEqualTo(client("2001:db8:1:3::3"));
        assertThat(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
    }

    private static String client(String address) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return RateLimits.client(request);
    }
}
