package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.jwt.BadJwtException;

class CallerAgainTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void isNobodyOnceTheTokenIsWorthNothing() {
        request.addHeader("Authorization", "Bearer token");
        var again = new CallerAgain(
                token -> {
                    throw new BadJwtException("expired");
                },
                token -> {
                    throw new AssertionError();
                },
                null,
                null);

        assertThat(again.of(request).get()).isEmpty();
        assertThat(again.of(new MockHttpServletRequest()).get()).isEmpty();
    }

    @Test
    void isNotKnownWhileTheIssuerIsAway() {
        request.addHeader("Authorization", "Bearer token");
        var again = new CallerAgain(
                token -> {
                    throw new ProviderAway("away", new IllegalStateException());
                },
                token -> {
                    throw new AssertionError();
                },
                null,
                null);

        assertThatThrownBy(() -> again.of(request).get())
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::type)
                .isEqualTo(ProblemType.TEMPORARILY_UNAVAILABLE);
    }
}
