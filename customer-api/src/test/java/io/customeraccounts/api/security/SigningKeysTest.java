package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SigningKeysTest {

    private static final JWKSelector ALL = new JWKSelector(new JWKMatcher.Builder().build());

    @Parameter
    Databases kind;

    private final Supplier<RSAKey> made = MadeKeys.oneAfterTheOther();
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
    void makesAnotherKeyEachTime() {
        var one = SigningKeys.generate();

        assertThat(one.isPrivate()).isTrue();
        assertThat(one.size()).isEqualTo(2048);
        assertThat(SigningKeys.generate()).isNotEqualTo(one);
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

    @Test
    void checksTokensWithTheKeysOfBeforeWhileTheDatabaseIsAway() throws Exception {
        var keys = node(1);
        var known = keys.get(ALL, null);
        in.sql.sql("alter table signing_key rename to away").update();
        in.clock.advance(Duration.ofDays(1));

        assertThat(keys.get(ALL, null)).isEqualTo(known);

        in.sql.sql("alter table away rename to signing_key").update();
        in.sql.sql("delete from signing_key").update();
        assertThat(keys.get(ALL, null)).hasSize(1).doesNotContainAnyElementsOf(known);
    }

    /** And not that the token is wrong, which is for whoever checks it with keys. */
    @Test
    void saysThatThereAreNoKeysWhenItNeverHadAny() {
        in.sql.sql("drop table signing_key").update();

        assertThatThrownBy(() -> node(1).get(ALL, null)).isInstanceOf(KeySourceException.class);
    }

    @Test
    void letsNobodyWaitWhileOneLooksForNewKeys() throws Exception {
        var slow = new SlowDatabase(in.dataSource);
        var keys = new SigningKeys(JdbcClient.create(slow), IdentityDatabase.keyEncryptionKey(1), in.clock, made);
        var known = keys.get(ALL, null);
        in.clock.advance(Duration.ofMinutes(2));
        slow.answers = new CountDownLatch(1);

        var looking = CompletableFuture.supplyAsync(() -> {
            try {
                return keys.get(ALL, null);
            } catch (KeySourceException e) {
                throw new IllegalStateException(e);
            }
        });
        Waiting.until(() -> slow.asked);

        assertThat(keys.get(ALL, null)).isEqualTo(known);
        assertThat(looking).isNotDone();
        slow.answers.countDown();
        assertThat(looking.get(10, TimeUnit.SECONDS)).isEqualTo(known);
    }

    private static final class SlowDatabase extends DelegatingDataSource {

        private volatile CountDownLatch answers = new CountDownLatch(0);
        private volatile boolean asked;

        SlowDatabase(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            asked = answers.getCount() > 0;
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.getConnection();
        }
    }

    private static JWKSelector named(String kid) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(kid).build());
    }

    private SigningKeys node(int keyEncryptionKey) {
        return new SigningKeys(in.sql, IdentityDatabase.keyEncryptionKey(keyEncryptionKey), in.clock, made);
    }
}
