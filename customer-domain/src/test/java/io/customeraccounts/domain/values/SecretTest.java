package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void has256BitsIn43CharactersThatFitIntoALink() {
        var secret = Secret.generate(RANDOM);
        assertThat(secret.value()).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(Base64.getUrlDecoder().decode(secret.value())).hasSize(32);
    }

    @Test
    void isAnotherOneEveryTime() {
        var seen = new HashSet<Secret>();
        IntStream.range(0, 1_000).forEach(i -> seen.add(Secret.generate(RANDOM)));
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void consistsOfRandomBitsOnly() {
        RandomGenerator ones = () -> -1L;
        assertThat(Base64.getUrlDecoder().decode(Secret.generate(ones).value())).containsOnly(-1);
    }

    @Test
    void isHiddenFromLogs() {
        var secret = Secret.generate(RANDOM);
        assertThat(secret.toString()).doesNotContain(secret.value());
        assertThat("" + secret.hash()).doesNotContain(secret.value());
    }

    @Test
    void isKnownByItsSha256() {
        // FIPS 180-4, one-block message
        assertThat(new Secret("abc").hash().value())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void matchesItsOwnHashAndNoOther() {
        var secret = Secret.generate(RANDOM);
        assertThat(secret.hash().matches(secret)).isTrue();
        assertThat(secret.hash().matches(new Secret(secret.value()))).isTrue();
        assertThat(secret.hash().matches(Secret.generate(RANDOM))).isFalse();
        assertThat(secret.hash().matches(new Secret(""))).isFalse();
        assertThat(secret.hash().matches(new Secret(secret.value() + "="))).isFalse();
    }

    @Test
    void isNotItsHash() {
        var secret = Secret.generate(RANDOM);
        assertThat(secret.hash().matches(new Secret(secret.hash().value()))).isFalse();
    }
}
