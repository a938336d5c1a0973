package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ANNAS;
import static io.customeraccounts.api.mail.Fixtures.NOON;
import static io.customeraccounts.api.mail.Fixtures.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
class MailQueueTest {

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Secret SECRET = new Secret("secret");
    private static final Recipient ANNA =
            new Recipient(sealed(ANNAS.value(), "anna@example.com"), sealed(ANNAS.value(), "Anna Berg"), Language.EN);
    private static final MailContent REMOVED = new MailContent.UserRemoved(ANNA, "Acme", RemovalCause.LEFT, 0);
    private static final MailContent INVITED = new MailContent.Invitation(
            ANNA, ANNAS, "Acme", null, Groups.CUSTOMER_ADMIN, NOON.plusSeconds(1), SECRET.hash(), true);

    @Parameter
    Databases databases;

    private MailDatabase database;
    private MailQueue queue;

    @BeforeParameterizedClassInvocation
    void open() {
        database = new MailDatabase(databases);
        queue = database.queue;
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
    void givesBackWhatWasPutIn() {
        queue.add("m", ACME, INVITED, NOON);

        var claimed = queue.claim(1, LEASE).getFirst();

        assertThat(claimed.mailId()).isEqualTo("m");
        assertThat(claimed.kind()).isEqualTo(MailKind.INVITATION);
        assertThat(claimed.customerId()).isEqualTo(ACME);
        assertThat(claimed.attempt()).isEqualTo(1);
        assertThat(claimed.dueAt()).isEqualTo(NOON);
        assertThat(queue.read(claimed)).isEqualTo(INVITED);
    }

    @Test
    void givesAMailFromTheInstantItIsDue() {
        queue.add("m", ACME, REMOVED, NOON.plusMillis(1));
        assertThat(queue.claim(1, LEASE)).isEmpty();

        database.clock.advance(Duration.ofMillis(1));
        assertThat(queue.claim(1, LEASE)).hasSize(1);
    }

    @Test
    void givesTheLongestWaitingFirstAndNoMoreThanAskedFor() {
        queue.add("second", ACME, REMOVED, NOON.minusSeconds(1));
        queue.add("first", ACME, REMOVED, NOON.minusSeconds(2));
        queue.add("third", ACME, REMOVED, NOON);

        assertThat(queue.claim(2, LEASE)).extracting(MailQueue.Claimed::mailId).containsExactly("first", "second");
    }

    @Test
    void givesAMailToNobodyElseUntilTheLeaseEnds() {
        queue.add("m", ACME, REMOVED, NOON);
        queue.claim(1, LEASE);

        database.clock.advance(LEASE.minusMillis(1));
        assertThat(queue.claim(1, LEASE)).isEmpty();

        database.clock.advance(Duration.ofMillis(1));
        assertThat(queue.claim(1, LEASE)).extracting(MailQueue.Claimed::attempt).containsExactly(2);
    }

    @Test
    void givesEachMailToOneOfManyWhoAskAtTheSameTime() throws Exception {
        for (var i = 0; i < 50; i++) {
            queue.add("m" + i, ACME, REMOVED, NOON);
        }
        Callable<List<String>> taker = () -> Stream.generate(() -> queue.claim(5, LEASE))
                .limit(30)
                .flatMap(List::stream)
                .map(MailQueue.Claimed::mailId)
                .toList();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var taken = threads.invokeAll(List.of(taker, taker, taker, taker)).stream()
                    .flatMap(future -> future.resultNow().stream())
                    .collect(Collectors.groupingBy(id -> id, Collectors.counting()));

            assertThat(taken)
                    .hasSize(50)
                    .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void leavesTheFateOfAMailToWhoeverHoldsTheLease() {
        queue.add("m", ACME, INVITED, NOON);
        var late = queue.claim(1, LEASE).getFirst();
        database.clock.advance(LEASE);
        var current = queue.claim(1, LEASE).getFirst();

        queue.retry(late, NOON, "late");
        queue.park(late, "late");
        queue.drop(late, INVITED, "late");

        assertThat(database.stateOf("m")).isEqualTo(MailState.WAITING);
        assertThat(queue.claim(1, LEASE)).isEmpty();
        queue.park(current, "550 5.1.1");
        assertThat(database.mails.in(MailState.PARKED, 10))
                .extracting(Mails.MailRow::lastError)
                .containsExactly("550 5.1.1");
    }

    @Test
    void believesWhoeverSaysThatTheMailIsSent() {
        queue.add("m", ACME, INVITED, NOON);
        var late = queue.claim(1, LEASE).getFirst();
        database.clock.advance(LEASE);
        queue.claim(1, LEASE);

        queue.sent(late, INVITED);

        assertThat(database.stateOf("m")).isEqualTo(MailState.SENT);
    }

    @Test
    void forgetsContentAndSecretOfWhatIsSentOrDroppedButNotOfWhatIsParked() {
        for (var id : List.of("sent", "dropped", "parked")) {
            keepSecret();
            queue.add(id, ACME, INVITED, NOON);
            var claimed = queue.claim(1, LEASE).getFirst();
            switch (id) {
                case "sent" -> queue.sent(claimed, INVITED);
                case "dropped" -> queue.drop(claimed, INVITED, "pointless");
                default -> queue.park(claimed, "550");
            }
            var remains = id.equals("parked");
            assertThat(database.secrets.find(SECRET.hash()).isPresent()).as(id).isEqualTo(remains);
            assertThat(content(id) != null).as(id).isEqualTo(remains);
            assertThat(queue.claim(1, LEASE)).as(id).isEmpty();
        }
    }

    @Test
    void forgetsAMailThirtyDaysAfterItsEndAndNeverOneThatWaits() {
        queue.add("waiting", ACME, REMOVED, NOON.plus(Duration.ofDays(300)));
        queue.add("sent", ACME, REMOVED, NOON);
        queue.sent(queue.claim(1, LEASE).getFirst(), REMOVED);

        database.clock.advance(Duration.ofDays(30));
        queue.deleteOld();
        assertThat(ids()).containsExactlyInAnyOrder("waiting", "sent");

        database.clock.advance(Duration.ofMillis(1));
        queue.deleteOld();
        assertThat(ids()).containsExactly("waiting");
    }

    @Test
    void refusesContentThatWasMovedToAnotherMail() {
        queue.add("m", ACME, REMOVED, NOON);
        database.sql.sql("update mail set mail_id = 'other'").update();

        var claimed = queue.claim(1, LEASE).getFirst();

        assertThatIllegalStateException().isThrownBy(() -> queue.read(claimed));
    }

    @Test
    void tellsOperatorsHowMuchWaitsAndWhatIsParkedWithoutWhatItSays() {
        assertThat(database.mails.numbers()).isEqualTo(new Mails.Numbers(0, 0, Duration.ZERO));
        queue.add("parked", ACME, REMOVED, NOON);
        queue.park(queue.claim(1, LEASE).getFirst(), "550 5.1.1");
        queue.add("waiting", null, REMOVED, NOON);
        queue.claim(1, LEASE);
        queue.add("not due", ACME, REMOVED, NOON.plus(Duration.ofDays(1)));
        database.clock.advance(Duration.ofMinutes(3));

        assertThat(database.mails.numbers()).isEqualTo(new Mails.Numbers(1, 1, Duration.ofMinutes(3)));
        assertThat(database.mails.in(MailState.PARKED, 10))
                .containsExactly(new Mails.MailRow(
                        "parked", MailKind.USER_REMOVED, ACME, MailState.PARKED, 1, NOON, NOON, "550 5.1.1"));
        assertThat(database.mails.in(MailState.WAITING, 1))
                .extracting(Mails.MailRow::mailId)
                .containsExactly("not due");
    }

    @Test
    void readsOnlyThoseOfTheMailsThatWereSentThatItTells() {
        var rows = IntStream.range(0, 5_000)
                .mapToObj(number -> {
                    var at = NOON.minusSeconds(number).atOffset(ZoneOffset.UTC);
                    return new Object[] {"sent-" + number, at, at, at, at};
                })
                .toList();
        database.jdbc.batchUpdate("""
                insert into mail (mail_id, kind, state, attempts, due_at, next_attempt_at, created_at, finished_at)
                values (?, 'USER_REMOVED', 'SENT', 1, ?, ?, ?, ?)
                """, rows);
        database.sql.sql("analyze").update();

        assertThat(database.mails.in(MailState.SENT, 2))
                .extracting(Mails.MailRow::mailId)
                .containsExactly("sent-0", "sent-1");
        if (databases == Databases.POSTGRES) {
            assertThat(database.transactions.<Long>execute(transaction -> {
                        var before = rowsRead();
                        database.mails.in(MailState.SENT, 20);
                        return rowsRead() - before;
                    }))
                    .isLessThan(50);
        }
    }

    @Test
    void takesAccountMailsInTheTransactionOfTheRequestOnly() {
        var mail = new AccountMail.PasswordReset(
                EmailAddress.parse("anna@example.com"), new FullName("Anna Berg"), Language.DE, SECRET, NOON);
        assertThatIllegalStateException().isThrownBy(() -> database.outbox.queue(mail));
        database.transactions.executeWithoutResult(transaction -> {
            database.outbox.queue(mail);
            transaction.setRollbackOnly();
        });
        assertThat(ids()).isEmpty();

        database.transactions.executeWithoutResult(transaction -> database.outbox.queue(mail));

        var claimed = queue.claim(1, LEASE).getFirst();
        assertThat(claimed.customerId()).isNull();
        assertThat(claimed.content()).doesNotContainIgnoringCase("anna");
        var content = (MailContent.PasswordReset) queue.read(claimed);
        assertThat(content.validUntil()).isEqualTo(NOON);
        assertThat(database.secrets.find(content.secret())).contains(SECRET);
        assertThat(new Fixtures.Vault().open(content.to().email()))
                .hasFieldOrPropertyWithValue("value", "anna@example.com");
    }

    // PostgreSQL counts what the connection did in former transactions too, until it reports that within a second.
    private long rowsRead() {
        return database.sql.sql("""
                        select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'mail'
                        """).query(Long.class).single();
    }

    private void keepSecret() {
        database.transactions.executeWithoutResult(transaction -> database.secrets.keep(SECRET));
    }

    private String content(String id) {
        return (String) database.sql
                .sql("select content from mail where mail_id = :id")
                .param("id", id)
                .query()
                .singleRow()
                .get("content");
    }

    private List<String> ids() {
        return database.sql.sql("select mail_id from mail").query(String.class).list();
    }
}
