package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import io.customeraccounts.projections.testing.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SigningKeysTest {

    private static final JWKSelector ALL = new JWKSelector(new JWKMatcher.Builder().build());

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
    void signsAfterARestartWithTheSameKey() throws Exception {
        var before = node(1).get(ALL, null);

        assertThat(before).hasSize(1).allMatch(JWK::isPrivate);
        assertThat(node(1).get(ALL, null)).isEqualTo(before);
    }

    @Test
    void keepsPrivateKeysEncrypted() throws Exception {
        var key = (RSAKey) node(1).get(ALL, null).getFirst();

        var stored =
                in.sql.sql("select sealed from signing_key").query(byte[].class).single();

        var text = new String(stored, StandardCharsets.ISO_8859_1);
        assertThat(text)
                .doesNotContain(key.getPrivateExponent().toString())
                .doesNotContain(key.getModulus().toString());
    }

    @Test
    void startsAnewWithAnotherKeyEncryptionKey() throws Exception {
        var before = node(1).get(ALL, null);

        assertThat(node(2).get(ALL, null)).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void signsWithANewKeyInTimeAndKnowsTheFormerForAWhile() throws Exception {
        var keys = node(1);
        var former = keys.get(ALL, null).getFirst();

        in.clock.advance(SigningKeys.SIGNS);
        var both = keys.get(ALL, null);
        assertThat(both).hasSize(2).last().isEqualTo(former);
        assertThat(both.getFirst()).isNotEqualTo(former);

        in.clock.advance(SigningKeys.KNOWN_AFTERWARDS);
        assertThat(keys.get(ALL, null)).containsExactly(both.getFirst());
    }

    @Test
    void learnsTheNewKeyOfAnotherNodeWhenItMeetsIt() throws Exception {
        var one = node(1);
        one.get(ALL, null);
        in.clock.advance(Duration.ofSeconds(2));
        in.sql.sql("delete from signing_key").update();
        var made = node(1).get(ALL, null).getFirst();

        assertThat(one.get(ALL, null)).doesNotContain(made);
        assertThat(one.get(named(made.getKeyID()), null)).isEqualTo(List.of(made));
    }

    @Test
    void isNotMadeToLookForUnknownKeysAllTheTime() throws Exception {
        var keys = node(1);
        keys.get(ALL, null);
        in.sql.sql("delete from signing_key").update();

        keys.get(named("unknown"), null);

        assertThat(in.count("signing_key")).isZero();
    }

    private static JWKSelector named(String kid) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(kid).build());
    }

    private SigningKeys node(int keyEncryptionKey) {
        return new SigningKeys(in.sql, IdentityDatabase.keyEncryptionKey(keyEncryptionKey), in.clock);
    }
}
