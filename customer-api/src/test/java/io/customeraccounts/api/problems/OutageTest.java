package io.customeraccounts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

class OutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25006", "53100", "55P03", "57014", "90028", "90097"})
    void isBehindWhatTheRequestCouldNotChange(String state) {
        assertThat(Outage.isBehind(new IllegalStateException(new SQLException("", state))))
                .isTrue();
    }

    @Test
    void isNotBehindAConflict() {
        assertThat(Outage.isBehind(new IllegalStateException(new SQLException("", "23505"))))
                .isFalse();
    }

    /** Each database has a limit of its own for how long a statement waits for a lock. */
    @ParameterizedTest
    @EnumSource
    void isSaidWhenALockIsHeldForTooLong(Databases kind) {
        var acme = Company.of(TestService.shared(kind));
        var database = acme.service().bean(DataSource.class);
        var transactions = new TransactionTemplate(new JdbcTransactionManager(database));

        var refused = Objects.requireNonNull(transactions.execute(transaction -> {
            JdbcClient.create(database)
                    .sql("select customer_id from customer where customer_id = :id for update")
                    .param("id", UUID.fromString(acme.id()))
                    .query(UUID.class)
                    .single();
            return acme.admin().patch(acme.path(), "{\"name\":\"Too Late\"}");
        }));

        refused.expectUnavailable();
        acme.admin().patch(acme.path(), "{\"name\":\"In Time\"}").expect(200);
    }

    /** As they are behind a commit that H2 could not write, whose own SQL state says nothing. */
    @ParameterizedTest
    @ValueSource(ints = {DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_CLOSED})
    void isBehindAFileThatCannotBeReadOrWritten(int error) {
        assertThat(Outage.isBehind(atCommit(error))).isTrue();
    }

    @Test
    void isNotBehindAMistakeInH2() {
        assertThat(Outage.isBehind(atCommit(DataUtils.ERROR_INTERNAL))).isFalse();
    }

    private static Throwable atCommit(int error) {
        return new TransactionSystemException(
                "", new SQLException("", "HY000", DataUtils.newMVStoreException(error, "Writing failed")));
    }
}
