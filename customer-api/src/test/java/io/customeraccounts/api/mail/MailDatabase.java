package io.customeraccounts.api.mail;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.testing.Databases;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A fresh database with the product's tables, and what stores mails in it. */
final class MailDatabase implements AutoCloseable {

    final Fixtures.SetClock clock = new Fixtures.SetClock();
    final HikariDataSource dataSource;
    final JdbcTemplate jdbc;
    final JdbcClient sql;
    final TransactionTemplate transactions;
    final MailCipher cipher = new MailCipher(Fixtures.KEY);
    final SecretHandover secrets;
    final MailQueue queue;
    final MailOutbox outbox;
    final MailMemory memory;
    final MailProjects projects;
    final MailFollower follower;
    final ProjectMailFollower projectFollower;
    final Mails mails;

    MailDatabase(Databases databases) {
        dataSource = databases.laidOut();
        jdbc = new JdbcTemplate(dataSource);
        sql = JdbcClient.create(jdbc);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        secrets = new SecretHandover(sql, cipher, clock);
        queue = new MailQueue(jdbc, transactions, cipher, secrets, clock);
        outbox = new MailOutbox(queue, secrets, clock);
        memory = new MailMemory(sql);
        projects = new MailProjects(sql);
        projectFollower = new ProjectMailFollower(memory, projects, queue, clock);
        follower = new MailFollower(memory, projects, queue, secrets, Groups.shipped(), clock);
        mails = new Mails(sql, clock);
    }

    /** As it was at the start. */
    void clear() {
        for (var table : List.of(
                "mail",
                "secret_handover",
                "mail_customer",
                "mail_user",
                "mail_invitation",
                "mail_project",
                "mail_grant")) {
            sql.sql("delete from " + table).update();
        }
        clock.set(Fixtures.NOON);
    }

    MailState stateOf(String mailId) {
        return MailState.valueOf(sql.sql("select state from mail where mail_id = :id")
                .param("id", mailId)
                .query(String.class)
                .single());
    }

    /** The ids of the mails that wait, the first due first. */
    List<String> waiting() {
        return sql.sql("select mail_id from mail where state = 'WAITING' order by due_at, mail_id")
                .query(String.class)
                .list();
    }

    /** What a mail says. */
    MailContent contentOf(String mailId) {
        var row = sql.sql("select kind, content from mail where mail_id = :id")
                .param("id", mailId)
                .query()
                .singleRow();
        return queue.read(new MailQueue.Claimed(
                mailId,
                MailKind.valueOf((String) row.get("kind")),
                null,
                (String) row.get("content"),
                1,
                Fixtures.NOON));
    }

    Instant dueAt(String mailId) {
        return sql.sql("select due_at from mail where mail_id = :id")
                .param("id", mailId)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
