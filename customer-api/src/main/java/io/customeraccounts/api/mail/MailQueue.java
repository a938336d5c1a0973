package io.customeraccounts.api.mail;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The mails that wait, and what became of the others, in the table {@code mail}. Any number of senders on any number of
 * nodes may take from it: a mail that was {@linkplain #claim claimed} belongs to its sender until the lease ends.
 */
class MailQueue {

    /** How long it stays visible what became of a mail. Longer than a mail is tried, so no event can be mailed twice. */
    static final Duration RETENTION = Duration.ofDays(30);

    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(Personal.class, PersonalTypes.class)
            // Mails that wait from before there was a number have none.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * A mail to be tried now.
     *
     * @param content as stored: what cannot be read must not keep other mails from being claimed
     * @param attempt 1 for the first
     * @param dueAt when it was to be sent
     */
    record Claimed(
            String mailId,
            MailKind kind,
            @Nullable CustomerId customerId,
            String content,
            int attempt,
            Instant dueAt) {}

    private final JdbcTemplate batches;
    private final JdbcClient sql;
    private final TransactionOperations transactions;
    private final MailCipher cipher;
    private final SecretHandover secrets;
    private final Clock clock;
    private final Semaphore bell = new Semaphore(0);
    private final Queue<Sent> toNote = new ConcurrentLinkedQueue<>();
    private final Lock noting = new ReentrantLock();

    MailQueue(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            MailCipher cipher,
            SecretHandover secrets,
            Clock clock) {
        this.batches = jdbc;
        this.sql = JdbcClient.create(jdbc);
        this.transactions = transactions;
        this.cipher = cipher;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Adds a mail in the transaction that is active, or on its own; a mail whose id is known already is not added again. */
    void add(String mailId, @Nullable CustomerId customerId, MailContent content, Instant dueAt) {
        var added = sql.sql("""
                insert into mail (mail_id, kind, customer_id, content, state, attempts, due_at, next_attempt_at, created_at)
                values (:id, :kind, :customer, :content, 'WAITING', 0, :due, :due, :now)
                on conflict do nothing
                """)
                .param("id", mailId)
                .param("kind", MailKind.of(content).name())
                .param("customer", customerId == null ? null : customerId.value())
                .param("content", cipher.encrypt(JSON.writeValueAsString(content), mailId))
                .param("due", utc(dueAt))
                .param("now", utc(clock.instant()))
                .update();
        if (added > 0) {
            afterCommit(this::wake);
        }
    }

    /** Ends the waiting of {@link #awaitAdded}. */
    void wake() {
        bell.release();
    }

    /**
     * Waits until a mail has been added by this node, for so long at most.
     *
     * @return whether one has been, or everybody is to wake
     */
    boolean awaitAdded(Duration atMost) throws InterruptedException {
        var added = bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (added) {
            bell.drainPermits();
        }
        return added;
    }

    /** Takes mails that are due, the longest waiting first. Nobody else gets them before the lease has ended. */
    List<Claimed> claim(int atMost, Duration lease) {
        var now = clock.instant();
        var due = sql.sql("""
                select mail_id, kind, customer_id, content, attempts + 1 as attempt, due_at from mail
                where state = 'WAITING' and next_attempt_at <= :now
                order by next_attempt_at
                limit :limit
                """)
                .param("now", utc(now))
                .param("limit", atMost)
                .query(MailQueue::claimed)
                .list();
        return due.isEmpty() ? due : lease(due, now.plus(lease));
    }

    /** Those of the mails that are ours now; the others were taken by a faster sender. */
    List<Claimed> lease(List<Claimed> mails, Instant until) {
        // Two nodes that take the same mails do so in the same order, and do not wait for each other.
        var ordered = mails.stream().sorted(comparing(Claimed::mailId)).toList();
        var taken = batches.batchUpdate(
                """
                update mail set attempts = attempts + 1, next_attempt_at = ?
                where mail_id = ? and state = 'WAITING' and attempts + 1 = ?
                """,
                ordered.stream()
                        .map(mail -> new Object[] {utc(until), mail.mailId(), mail.attempt()})
                        .toList());
        var ours = IntStream.range(0, taken.length)
                .filter(number -> taken[number] == 1)
                .mapToObj(ordered::get)
                .collect(Collectors.toSet());
        return mails.stream().filter(ours::contains).toList();
    }

    /** @throws RuntimeException if the content cannot be decrypted or read */
    MailContent read(Claimed mail) {
        return JSON.readValue(
                cipher.decrypt(mail.content(), mail.mailId()), mail.kind().type());
    }

    /** What the mail server has, and whether that has been noted. */
    private static final class Sent {
        private final String mailId;
        private final MailContent content;
        private boolean noted;

        Sent(Claimed mail, MailContent content) {
            this.mailId = mail.mailId();
            this.content = content;
        }
    }

    /**
     * The mail server has it. True whoever holds the lease by now. Returns when that is committed; those that come while one
     * commit is under way share the next.
     */
    void sent(Claimed mail, MailContent content) {
        var sent = new Sent(mail, content);
        toNote.add(sent);
        noting.lock();
        try {
            if (!sent.noted) {
                noteAll();
            }
        } finally {
            toNote.remove(sent);
            noting.unlock();
        }
    }

    private void noteAll() {
        // If this fails, each of them tries again for itself.
        var all = toNote.stream().filter(sent -> !sent.noted).toList();
        transactions.executeWithoutResult(status -> {
            sql.sql("""
                    update mail set state = 'SENT', content = null, finished_at = :now, last_error = null
                    where mail_id in (:ids)
                    """)
                    .param("now", utc(clock.instant()))
                    .param("ids", all.stream().map(sent -> sent.mailId).toList())
                    .update();
            secrets.forget(all.stream()
                    .flatMap(sent -> Stream.ofNullable(sent.content.secret()))
                    .toList());
        });
        all.forEach(sent -> sent.noted = true);
    }

    /** It is not to be sent any more; the reason is kept. */
    void drop(Claimed mail, MailContent content, String reason) {
        transactions.executeWithoutResult(status -> {
            if (end(mail, "DROPPED", reason)) {
                sql.sql("update mail set content = null where mail_id = :id")
                        .param("id", mail.mailId())
                        .update();
                forgetSecret(content);
            }
        });
    }

    /** It could not be sent and is not tried again. */
    void park(Claimed mail, String error) {
        end(mail, "PARKED", error);
    }

    /** It could not be sent this time. */
    void retry(Claimed mail, Instant at, String error) {
        sql.sql("""
                update mail set next_attempt_at = :at, last_error = :error
                where mail_id = :id and state = 'WAITING' and attempts = :attempt
                """)
                .param("at", utc(at))
                .param("error", error)
                .param("id", mail.mailId())
                .param("attempt", mail.attempt())
                .update();
    }

    /** Deletes mails about the sign-in account with this address that have not been sent. There are few of them at a time. */
    void forgetAccountMails(EmailAddress email) {
        sql.sql("""
                select mail_id, kind, customer_id, content, attempts as attempt, due_at from mail
                where customer_id is null and content is not null
                """).query(MailQueue::claimed).list().stream()
                .filter(mail -> isTo(email, mail))
                .forEach(mail -> {
                    forgetSecret(read(mail));
                    sql.sql("delete from mail where mail_id = :id")
                            .param("id", mail.mailId())
                            .update();
                });
    }

    private boolean isTo(EmailAddress email, Claimed mail) {
        return read(mail).to().email() instanceof Personal.Known known
                && EmailAddress.parse(known.value()).equals(email);
    }

    /** Deletes what is older than anybody wants to know. */
    void deleteOld() {
        sql.sql("delete from mail where finished_at < :limit")
                .param("limit", utc(clock.instant().minus(RETENTION)))
                .update();
        secrets.forgetOld();
    }

    private boolean end(Claimed mail, String state, String reason) {
        return sql.sql("""
                update mail set state = :state, last_error = :reason, finished_at = :now
                where mail_id = :id and state = 'WAITING' and attempts = :attempt
                """)
                        .param("state", state)
                        .param("reason", reason)
                        .param("now", utc(clock.instant()))
                        .param("id", mail.mailId())
                        .param("attempt", mail.attempt())
                        .update()
                == 1;
    }

    private void forgetSecret(MailContent content) {
        var secret = content.secret();
        if (secret != null) {
            secrets.forget(secret);
        }
    }

    private static void afterCommit(Runnable action) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    action.run();
                }
            });
        } else {
            action.run();
        }
    }

    private static Claimed claimed(ResultSet row, int number) throws SQLException {
        var customer = row.getObject("customer_id", UUID.class);
        return new Claimed(
                row.getString("mail_id"),
                MailKind.valueOf(row.getString("kind")),
                customer == null ? null : new CustomerId(customer),
                row.getString("content"),
                row.getInt("attempt"),
                row.getObject("due_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The content is encrypted as a whole, so that what is known already may stand in it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Personal.Sealed.class, name = "sealed"),
        @JsonSubTypes.Type(value = Personal.Known.class, name = "known")
    })
    private interface PersonalTypes {}
}
