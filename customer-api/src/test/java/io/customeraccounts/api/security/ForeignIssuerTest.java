package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;

class ForeignIssuerTest {

    private TestIssuer issuer;
    private ForeignIssuer decoder;

    @BeforeEach
    void open() throws IOException {
        issuer = new TestIssuer();
        decoder = new ForeignIssuer(issuer.url(), "customer-accounts", Clock.systemUTC());
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    private String token() {
        return TestIssuer.signed(TestIssuer.claims(issuer.url(), "anna", Instant.now()));
    }

    @Test
    void findsTheKeysByDiscovery() {
        assertThat(decoder.decode(token()).getSubject()).isEqualTo("anna");
    }

    @Test
    void asksForTheKeysOnce() {
        for (var i = 0; i < 5; i++) {
            decoder.decode(token());
        }

        assertThat(issuer.keyRequests()).isEqualTo(1);
    }

    @Test
    void asksAgainForAKeyThatIsNewAtTheProvider() {
        decoder.decode(token());
        issuer.publish(TestIssuer.KEY, TestIssuer.OTHER_KEY);

        var token = TestIssuer.signed(
                TestIssuer.claims(issuer.url(), "anna", Instant.now()), TestIssuer.OTHER_KEY, header -> header);

        assertThat(decoder.decode(token).getSubject()).isEqualTo("anna");
    }

    @Test
    void isNotMadeToAskAllTheTimeByUnknownKeys() {
        decoder.decode(token());
        for (var i = 0; i < 20; i++) {
            var name = "unknown-" + i;
            var token = TestIssuer.signed(
                    TestIssuer.claims(issuer.url(), "anna", Instant.now()),
                    TestIssuer.OTHER_KEY,
                    header -> header.keyID(name));
            assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
        }

        assertThat(issuer.keyRequests()).isLessThanOrEqualTo(2);
        assertThat(decoder.decode(token())).isNotNull();
    }

    @Test
    void takesNoConfigurationOfAnotherIssuer() {
        issuer.claimToBe("https://another.example.org");

        assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(ProviderAway.class);
    }

    @Test
    void saysThatTheProviderIsAway() {
        issuer.fail(503);

        assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(ProviderAway.class);
    }

    @Test
    void saysThatTheProviderIsAwayWhenOnlyTheKeysAre() {
        decoder.decode(token());
        var fresh = new ForeignIssuer(issuer.url(), "customer-accounts", Clock.systemUTC());
        var unknown = TestIssuer.signed(TestIssuer.claims(issuer.url(), "anna", Instant.now()));
        issuer.close();

        assertThatThrownBy(() -> fresh.decode(unknown)).isInstanceOf(ProviderAway.class);
    }
}
