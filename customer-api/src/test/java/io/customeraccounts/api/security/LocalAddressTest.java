package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/customers/x/users?sort=-name&cursor=a%2Fb", "/.//evil.example", "/?next=//evil.example"})
    void isAPageOfTheServiceItself(String target) {
        assertThat(LocalAddress.of(target)).isEqualTo(target);
        assertThat(URI.create("https://accounts.example/sign-in")
                        .resolve(target)
                        .getHost())
                .isEqualTo("accounts.example");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "customers",
                "//evil.example/",
                "///evil.example/",
                "/\\evil.example/",
                "\\\\evil.example/",
                "/\t/evil.example/",
                "/\n/evil.example/",
                " //evil.example/",
                "https://evil.example/",
                "https:evil.example",
                "javascript:alert(1)",
                "/\r\nSet-Cookie: signed-in=x",
                "/caf\u00e9",
                "/\u2215evil.example"
            })
    void isNothingElse(String target) {
        assertThat(LocalAddress.of(target)).isEqualTo("/account");
    }
}
