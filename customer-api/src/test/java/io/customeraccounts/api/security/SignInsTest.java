package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.projections.testing.Databases;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ParameterizedClass
@EnumSource(Databases.class)
class SignInsTest {

    @Parameter
    Databases kind;

    private IdentityDatabase in;

    @BeforeEach
    void open() {
        in = new IdentityDatabase(kind);
    }

    @AfterEach
    void close() {
        in.close();
    }

    @Test
    void knowsTheBrowserAgain() {
        var anna = in.anna();

        var cookie = begin(anna, null);

        assertThat(signedIn(cookie)).isEqualTo(anna.subject());
        assertThat(signedIn(null)).isNull();
        assertThat(signedIn("another")).isNull();
    }

    @Test
    void isReadableByTheServiceOnlyAndKeptAsHash() {
        var response = new MockHttpServletResponse();
        in.signIns.begin(in.anna().id(), new MockHttpServletRequest(), response);

        var cookie = Objects.requireNonNull(response.getHeader("Set-Cookie"));
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Expires", "Max-Age");
        var hash = in.sql
                .sql("select secret_hash from sign_in")
                .query(String.class)
                .single();
        assertThat(cookie).doesNotContain(hash);
    }

    @Test
    void goesOverTlsOnlyWhereThereIsTls() {
        var response = new MockHttpServletResponse();
        new SignIns(in.sql, in.clock, IdentityDatabase.settings("https://accounts.example.org"))
                .begin(in.anna().id(), new MockHttpServletRequest(), response);

        assertThat(response.getHeader("Set-Cookie")).startsWith("__Host-").contains("Secure");
    }

    @Test
    void takesNoCookieThatWasThereBefore() {
        var anna = in.anna();
        var planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        var cookie = begin(anna, planted);

        assertThat(cookie).isNotEqualTo(planted);
        assertThat(signedIn(planted)).isNull();
    }

    @Test
    void signsOutTheFormerOneInTheSameBrowser() {
        var anna = in.anna();
        var first = begin(anna, null);

        var second = begin(anna, first);

        assertThat(signedIn(first)).isNull();
        assertThat(signedIn(second)).isEqualTo(anna.subject());
    }

    @Test
    void endsWithSigningOut() {
        var cookie = begin(in.anna(), null);

        in.signIns.end(request(cookie), new MockHttpServletResponse());

        assertThat(signedIn(cookie)).isNull();
    }

    @Test
    void endsInEveryBrowserOfThePersonAndInNoOther() {
        var anna = in.anna();
        var here = begin(anna, null);
        var there = begin(anna, null);

        in.signIns.endEverywhere(request("another"), new MockHttpServletResponse());
        assertThat(signedIn(there)).isEqualTo(anna.subject());

        in.signIns.endEverywhere(request(here), new MockHttpServletResponse());
        assertThat(signedIn(here)).isNull();
        assertThat(signedIn(there)).isNull();
    }

    @Test
    void endsAfterAWorkingDay() {
        var anna = in.anna();
        var cookie = begin(anna, null);

        in.clock.advance(SignIns.LIFETIME.minus(Duration.ofMillis(1)));
        assertThat(signedIn(cookie)).isEqualTo(anna.subject());

        in.clock.advance(Duration.ofMillis(1));
        assertThat(signedIn(cookie)).isNull();
    }

    private String begin(Account account, @Nullable String present) {
        var response = new MockHttpServletResponse();
        in.signIns.begin(account.id(), request(present), response);
        return response.getHeaders("Set-Cookie").getLast().replaceAll("^signed-in=|;.*$", "");
    }

    private @Nullable String signedIn(@Nullable String cookie) {
        var authentication =
                in.signIns.loadDeferredContext(request(cookie)).get().getAuthentication();
        return authentication == null ? null : authentication.getName();
    }

    private static MockHttpServletRequest request(@Nullable String cookie) {
        var request = new MockHttpServletRequest();
        if (cookie != null) {
            request.setCookies(new Cookie("signed-in", cookie));
        }
        return request;
    }
}
