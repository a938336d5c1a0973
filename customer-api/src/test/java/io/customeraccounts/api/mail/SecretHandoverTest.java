package io.customeraccounts.api.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.testing.Databases;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@TestInstance(PER_CLASS)
class SecretHandoverTest {

    private final Secret secret = Secret.generate(new SecureRandom());

    @Parameter
    Databases databases;

    private MailDatabase database;
    private SecretHandover secrets;

    @BeforeParameterizedClassInvocation
    void open() {
        database = new MailDatabase(databases);
        secrets = database.secrets;
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    @Test
    void handsASecretOverByItsHashUntilItIsForgotten() {
        var hash = keep();
        assertThat(hash).isEqualTo(secret.hash());
        assertThat(secrets.find(hash)).contains(secret);

        secrets.forget(hash);

        assertThat(secrets.find(hash)).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void keepsNothingWhenTheCommandFails() {
        database.transactions.executeWithoutResult(transaction -> {
            secrets.keep(secret);
            transaction.setRollbackOnly();
        });

        assertThat(secrets.find(secret.hash())).isEmpty();
    }

    @Test
    void refusesToKeepASecretOutsideATransaction() {
        assertThatIllegalStateException().isThrownBy(() -> secrets.keep(secret));
    }

    @Test
    void keepsTheSameSecretOnce() {
        keep();
        keep();

        assertThat(rows()).isEqualTo(1);
        assertThat(secrets.find(secret.hash())).contains(secret);
    }

    @Test
    void storesNothingThatShowsTheSecret() {
        keep();

        var stored = database.sql
                .sql("select secret_hash || ' ' || sealed from secret_handover")
                .query(String.class)
                .single();
        assertThat(stored).doesNotContain(secret.value());
    }

    @Test
    void opensAStoredSecretOnlyInItsOwnRow() {
        keep();
        var other = Secret.generate(new SecureRandom()).hash();
        database.sql
                .sql("update secret_handover set secret_hash = :other")
                .param("other", other.value())
                .update();

        assertThatIllegalStateException().isThrownBy(() -> secrets.find(other));
    }

    @Test
    void forgetsWhatNoMailHasTakenForLongerThanAnyInvitationLives() {
        keep();
        database.clock.advance(SecretHandover.LONGEST);
        secrets.forgetOld();
        assertThat(secrets.find(secret.hash())).isPresent();

        database.clock.advance(Duration.ofMillis(1));
        secrets.forgetOld();
        assertThat(secrets.find(secret.hash())).isEmpty();
    }

    private Secret.Hash keep() {
        return database.transactions.execute(transaction -> secrets.keep(secret));
    }

    private int rows() {
        return database.sql
                .sql("select count(*) from secret_handover")
                .query(Integer.class)
                .single();
    }
}
