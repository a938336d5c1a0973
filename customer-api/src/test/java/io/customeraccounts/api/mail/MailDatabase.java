package io.customeraccounts.api.mail;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A fresh database with the product's tables, and what stores mails in it. */
final class MailDatabase implements AutoCloseable {

    final Fixtures.SetClock clock = new Fixtures.SetClock();
    final HikariDataSource dataSource;
    final JdbcClient sql;
    final TransactionTemplate transactions;
    final MailCipher cipher = new MailCipher(Fixtures.KEY);
    final SecretHandover secrets;
    final MailQueue queue;
    final MailOutbox outbox;

    MailDatabase(Databases databases) {
        dataSource = databases.fresh();
        Flyway.configure().dataSource(dataSource).load().migrate();
        sql = JdbcClient.create(dataSource);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        secrets = new SecretHandover(sql, cipher, clock);
        queue = new MailQueue(sql, transactions, cipher, secrets, clock);
        outbox = new MailOutbox(queue, secrets, clock);
    }

    String stateOf(String mailId) {
        return sql.sql("select state from mail where mail_id = :id")
                .param("id", mailId)
                .query(String.class)
                .single();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
