package io.customeraccounts.projections.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault.KeyDestroyed;
import io.customeraccounts.domain.privacy.PersonalDataVault.KeyMissing;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.projections.testing.Databases;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource
class JdbcPersonalDataVaultTest {

    private static final KeyId ANNA = new KeyId(UUID.fromString("00000000-0000-7000-8000-00000000a11a"));
    private static final KeyId BEN = new KeyId(UUID.fromString("00000000-0000-7000-8000-00000000be11"));

    private final Databases kind;
    private HikariDataSource database;
    private JdbcClient sql;
    private TransactionTemplate transaction;
    private JdbcPersonalDataVault vault;

    JdbcPersonalDataVaultTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void createTables() {
        database = kind.laidOut();
        sql = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        vault = vault(1);
    }

    @AfterEach
    void dropTables() {
        database.close();
    }

    @Test
    void opensWhatItSealed() {
        var name = new Personal.Known(ANNA, "Änne Älder 🌲");

        assertThat(vault.open(seal(name))).isEqualTo(name);
        assertThat(seal(name)).as("twice").isNotEqualTo(seal(name));
        assertThat(vault.open(name)).isSameAs(name);
    }

    @Test
    void leavesNothingReadableInTheDatabase() {
        var sealed = seal(new Personal.Known(ANNA, "Anna Alder"));

        assertThat(sealed.ciphertext()).doesNotContain("Anna");
        assertThat(sealed).asString().doesNotContain(sealed.ciphertext());
    }

    @Test
    void readsNothingAnyMoreOnceTheKeyIsDestroyedAlsoWhereItWasReadBefore() {
        var sealed = seal(new Personal.Known(ANNA, "Anna Alder"));
        var elsewhere = vault(1);
        elsewhere.open(sealed);

        vault.destroy(ANNA);
        vault.destroy(ANNA);

        assertThat(vault.open(sealed)).isEqualTo(new Personal.Erased(ANNA));
        assertThat(elsewhere.open(sealed)).isEqualTo(new Personal.Erased(ANNA));
        assertThat(sql.sql("select count(*) from personal_key where wrapped_key is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void takesAMissingKeyForAFaultAndNotForAnErasure() {
        var sealed = seal(new Personal.Known(ANNA, "Anna Alder"));
        sql.sql("delete from personal_key").update();

        assertThatThrownBy(() -> vault.open(sealed)).isInstanceOf(KeyMissing.class);
    }

    @Test
    void storesNothingNewAboutWhoWasErased() {
        seal(new Personal.Known(ANNA, "Anna Alder"));
        vault.destroy(ANNA);
        vault.destroy(BEN);

        assertThatThrownBy(() -> seal(new Personal.Known(ANNA, "Anna Alder"))).isInstanceOf(KeyDestroyed.class);
        assertThatThrownBy(() -> seal(new Personal.Known(BEN, "Ben Beech"))).isInstanceOf(KeyDestroyed.class);
    }

    @Test
    void noticesThatAValueWasAlteredOrMovedToAnotherKey() {
        var sealed = seal(new Personal.Known(ANNA, "Anna Alder"));
        seal(new Personal.Known(BEN, "Ben Beech"));
        var letters = sealed.ciphertext().toCharArray();
        letters[20] = letters[20] == 'A' ? 'B' : 'A';

        assertThatIllegalStateException().isThrownBy(() -> vault.open(new Personal.Sealed(ANNA, new String(letters))));
        assertThatIllegalStateException().isThrownBy(() -> vault.open(new Personal.Sealed(BEN, sealed.ciphertext())));
    }

    @Test
    void noticesThatAKeyWasMovedToAnotherPerson() {
        var sealed = seal(new Personal.Known(ANNA, "Anna Alder"));
        seal(new Personal.Known(BEN, "Ben Beech"));
        sql.sql("""
                update personal_key set wrapped_key = (select wrapped_key from personal_key where key_id = :ben)
                where key_id = :anna
                """).param("ben", BEN.value()).param("anna", ANNA.value()).update();

        assertThatIllegalStateException().isThrownBy(() -> vault.open(sealed));
    }

    @Test
    void refusesToStartWithAnotherKeyEncryptionKey() {
        assertThatExceptionOfType(OtherKeyEncryptionKey.class)
                .isThrownBy(() -> vault(2))
                .withMessageContaining("customer-accounts.key-encryption-key");
        assertThat(vault(1)).isNotNull();
    }

    @Test
    void keepsNoKeyOfATransactionThatWasRolledBack() {
        transaction.executeWithoutResult(status -> {
            vault.seal(new Personal.Known(ANNA, "Anna Alder"));
            status.setRollbackOnly();
        });

        assertThat(vault.open(seal(new Personal.Known(ANNA, "Anna Ash"))))
                .isEqualTo(new Personal.Known(ANNA, "Anna Ash"));
    }

    @Test
    void agreesOnOneKeyWhenTwoTransactionsMakeItAtTheSameTime() throws Exception {
        var both = new CyclicBarrier(2);
        var sealed = new ArrayList<Personal.Sealed>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var seals = IntStream.range(0, 2)
                    .mapToObj(node -> threads.submit(() -> {
                        both.await();
                        return transaction.execute(
                                status -> vault(1).seal(new Personal.Known(ANNA, "Anna on node " + node)));
                    }))
                    .toList();
            for (var seal : seals) {
                sealed.add(seal.get());
            }
        }
        assertThat(vault.openAll(sealed))
                .containsExactly(
                        new Personal.Known(ANNA, "Anna on node 0"), new Personal.Known(ANNA, "Anna on node 1"));
    }

    @Test
    void opensMoreValuesThanFitOneLookUpInTheirOrder() {
        var known = IntStream.range(0, 1_200)
                .mapToObj(i -> new Personal.Known(new KeyId(new UUID(0, i)), "person " + i))
                .toList();
        var sealed =
                transaction.execute(status -> known.stream().map(vault::seal).toList());

        assertThat(vault.openAll(sealed)).isEqualTo(List.<Personal.Opened>copyOf(known));
    }

    private Personal.Sealed seal(Personal.Known value) {
        return transaction.execute(status -> vault.seal(value));
    }

    private JdbcPersonalDataVault vault(int key) {
        return new JdbcPersonalDataVault(sql, Clock.systemUTC(), key(key));
    }

    private static SecretKey key(int content) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) content);
        return new SecretKeySpec(bytes, "AES");
    }
}
