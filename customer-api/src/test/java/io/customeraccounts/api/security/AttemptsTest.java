package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Attempts.Limit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class AttemptsTest {

    private final Attempts attempts = new Attempts("on");

    @Test
    void refusesOneTooManyAndSaysWhenToComeAgain() {
        times(5, "anna");

        assertThatThrownBy(() -> attempts.count(Limit.MAIL_BY_ADDRESS, "anna"))
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .satisfies(problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(Integer.parseInt(problem.headers().get("Retry-After")))
                            .isBetween(1, 720);
                });
    }

    @Test
    void countsEachForItself() {
        times(5, "anna");

        assertThatCode(() -> attempts.count(Limit.MAIL_BY_ADDRESS, "ben")).doesNotThrowAnyException();
        assertThatCode(() -> attempts.count(Limit.SIGN_UP_BY_ADDRESS, "anna")).doesNotThrowAnyException();
    }

    @Test
    void forgives() {
        times(5, "anna");

        attempts.forgive(Limit.MAIL_BY_ADDRESS, "anna");

        assertThatCode(() -> attempts.count(Limit.MAIL_BY_ADDRESS, "anna")).doesNotThrowAnyException();
    }

    @Test
    void canBeLeftToSomethingElse() {
        var off = new Attempts("off");
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
        return Attempts.client(request);
    }

    private void times(int number, String subject) {
        for (var i = 0; i < number; i++) {
            attempts.count(Limit.MAIL_BY_ADDRESS, subject);
        }
    }
}
