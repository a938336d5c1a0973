package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ADA;
import static io.customeraccounts.api.mail.Fixtures.ANNAS;
import static io.customeraccounts.api.mail.Fixtures.NOON;
import static io.customeraccounts.api.mail.Fixtures.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.api.mail.MailDelivery.Patience;
import io.customeraccounts.domain.customer.CustomerCommand.ReportUndelivered;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

@ParameterizedClass
@EnumSource
@TestInstance(PER_CLASS)
class MailDeliveryTest {

    private static final Patience QUICK =
            new Patience(Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ofMillis(200));
    /** Waits for mails under way also where others keep the machine busy. */
    private static final Patience PATIENT = new Patience(QUICK.poll(), QUICK.longestAttempt(), QUICK.longestAttempt());

    private static final Secret SECRET = new Secret("secret");
    private static final KeyId ANNAS_KEY = KeyId.of(ANNAS);
    private static final Instant IN_A_WEEK = NOON.plus(Duration.ofDays(7));

    @Parameter
    Databases databases;

    private MailDatabase database;
    private GreenMail mailServer;
    private Fixtures.Vault vault;
    private final List<MailDelivery> running = new ArrayList<>();
    private final List<ReportUndelivered> reports = new CopyOnWriteArrayList<>();
    private final SimpleCommandBus commandBus = SimpleCommandBus.builder().build();
    private SimpleMeterRegistry meters;

    @BeforeParameterizedClassInvocation
    void open() {
        database = new MailDatabase(databases);
        commandBus.subscribe(ReportUndelivered.class.getName(), command -> {
            reports.add((ReportUndelivered) command.getPayload());
            return null;
        });
    }

    @BeforeEach
    void start() {
        database.clear();
        reports.clear();
        vault = new Fixtures.Vault();
        meters = new SimpleMeterRegistry();
        mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mailServer.start();
    }

    @AfterEach
    void stop() {
        running.forEach(MailDelivery::stop);
        running.clear();
        mailServer.stop();
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    @Test
    void handsAMailToTheMailServer() throws Exception {
        invited("event-1", "anna@example.com");
        start(delivery(port()));
        awaitState("event-1", MailState.SENT);

        var mail = received().getFirst();
        assertThat(mail.getHeader("Message-ID")).containsExactly("<event-1@accounts.example>");
        assertThat(mail.getHeader("From"))
                .containsExactly("=?UTF-8?Q?Ac=C3=A8me_Accounts?= <no-reply@accounts.example>");
        assertThat(mail.getHeader("To")).containsExactly("anna@example.com");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getSentDate()).isEqualTo(NOON);
        assertThat(mail.getSubject()).isEqualTo("Invitation to “Acme”");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        var parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat((String) parts.getBodyPart(0).getContent()).contains("/invitation/secret\r\n");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat((String) parts.getBodyPart(1).getContent()).contains("/invitation/secret\"");
        assertThat(database.secrets.find(SECRET.hash())).isEmpty();
        // Counted after the note is committed.
        Waiting.until(() -> meters.get("customer.accounts.mails.sent").timer().count() == 1);
    }

    @Test
    void bringsACheckpointAsAFileByteForByteAlsoAfterAnOutage() throws Exception {
        var note = "accounts.example\n3\nAAAA\n\n— accounts.example c2lnbmVk\n";
        var outbox = new MailOutbox(database.queue, database.secrets, database.clock);
        database.transactions.executeWithoutResult(
                transaction -> outbox.queue(EmailAddress.parse("audit@example.com"), 3, note));
        var id = database.waiting().getFirst();
        try (var away = new ScriptedMailServer().answering("CONNECT", ScriptedMailServer.HANG_UP)) {
            var killed = start(delivery(away.port()));
            awaitError(id);
            killed.stop();
        }
        database.clock.advance(Duration.ofSeconds(12));
        start(delivery(port()));
        awaitState(id, MailState.SENT);

        var mail = received().getFirst();
        assertThat(mail.getHeader("To")).containsExactly("audit@example.com");
        assertThat(mail.getSubject()).isEqualTo("Checkpoint of 3 events");
        var file = ((MimeMultipart) mail.getContent()).getBodyPart(1);
        assertThat(file.getFileName()).isEqualTo("checkpoint-3.txt");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(note.getBytes(StandardCharsets.UTF_8));
        assertThat(received()).hasSize(1);
    }

    @Test
    void wakesAsSoonAsAMailIsCommittedWithoutPolling() {
        start(delivery(
                database.queue,
                port(),
                new Patience(Duration.ofHours(1), Duration.ofMinutes(1), QUICK.finishWithin())));
        Waiting.until(() -> running.getFirst().isRunning());

        database.transactions.executeWithoutResult(transaction -> removed("event-1"));
        awaitState("event-1", MailState.SENT);
        database.transactions.executeWithoutResult(transaction -> removed("event-2"));
        awaitState("event-2", MailState.SENT);
    }

    @Test
    void findsWhatOtherNodesHaveAdded() {
        start(delivery(port()));
        var otherNode =
                new MailQueue(database.jdbc, database.transactions, database.cipher, database.secrets, database.clock);
        otherNode.add("event-1", ACME, removal(), NOON);

        awaitState("event-1", MailState.SENT);
    }

    @Test
    void sendsNothingBeforeItIsDue() {
        database.queue.add("warning", ACME, removal(), NOON.plusMillis(1));
        removed("event-1");
        start(delivery(port()));
        awaitState("event-1", MailState.SENT);
        assertThat(database.stateOf("warning")).isEqualTo(MailState.WAITING);

        database.clock.advance(Duration.ofMillis(1));
        awaitState("warning", MailState.SENT);
    }

    // Failing

    @ParameterizedTest
    @ValueSource(strings = {"RCPT 451 4.2.1 busy", "MAIL 421 later", "DOT 452 full", "CONNECT 554 not now"})
    void triesAgainAfterAPauseAndWithTheSameMessageIdWhenTheServerSaysLater(String script) throws Exception {
        removed("event-1");
        try (var busy = new ScriptedMailServer()) {
            busy.answering(script.substring(0, script.indexOf(' ')), script.substring(script.indexOf(' ') + 1));
            var delivery = start(delivery(busy.port()));
            awaitError("event-1");
            delivery.stop();
            assertThat(database.stateOf("event-1")).isEqualTo(MailState.WAITING);
        }
        assertThat(nextAttempt("event-1")).isBetween(NOON.plusSeconds(8), NOON.plusSeconds(12));
        assertThat(error("event-1")).doesNotContain("anna").hasSizeLessThan(100);

        start(delivery(port()));
        database.clock.advance(Duration.ofSeconds(12));
        awaitState("event-1", MailState.SENT);
        assertThat(received()).hasSize(1);
    }

    @Test
    void survivesServersThatRefuseConnectionsSayNothingOrHangUp() throws Exception {
        removed("event-1");
        var closed = new ScriptedMailServer();
        closed.close();
        var refused = start(delivery(closed.port()));
        awaitError("event-1");
        refused.stop();

        for (var step : List.of("CONNECT", "EHLO", "RCPT", "DATA", "DOT")) {
            for (var behaviour : List.of(ScriptedMailServer.SILENCE, ScriptedMailServer.HANG_UP)) {
                database.sql
                        .sql("update mail set last_error = null, next_attempt_at = due_at")
                        .update();
                try (var bad = new ScriptedMailServer().answering(step, behaviour)) {
                    var settings = settings(bad.port());
                    settings.getJavaMailProperties().setProperty("mail.smtp.timeout", "100");
                    var delivery = start(delivery(database.queue, settings, QUICK));
                    awaitError("event-1");
                    delivery.stop();
                }
                assertThat(database.stateOf("event-1"))
                        .as("%s at %s", behaviour, step)
                        .isEqualTo(MailState.WAITING);
            }
        }

        database.sql.sql("update mail set next_attempt_at = due_at").update();
        start(delivery(port()));
        awaitState("event-1", MailState.SENT);
    }

    @Test
    void endsAnAttemptThatTheServerDrawsOutHoweverLongItsTimeoutsAre() throws Exception {
        removed("event-1");
        try (var silent = new ScriptedMailServer().answering("RCPT", ScriptedMailServer.SILENCE)) {
            start(delivery(
                    database.queue,
                    silent.port(),
                    new Patience(QUICK.poll(), Duration.ofMillis(300), QUICK.finishWithin())));

            awaitError("event-1");

            assertThat(error("event-1")).isEqualTo("not accepted within PT0.3S");
        }
    }

    @Test
    void countsAMailAsSentOnceTheServerHasTakenItHoweverItSaysFarewell() throws Exception {
        removed("event-1");
        try (var rude = new ScriptedMailServer().answering("QUIT", ScriptedMailServer.HANG_UP)) {
            start(delivery(rude.port()));
            awaitState("event-1", MailState.SENT);
            assertThat(rude.messages()).hasSize(1);
        }
    }

    /** As slow to rest as in production, so that the connection stays. */
    private static final Patience NOT_RESTING =
            new Patience(Duration.ofSeconds(5), QUICK.longestAttempt(), QUICK.finishWithin());

    @Test
    void sendsOneMailAfterTheOtherByOneConnectionAndNotTooMany() throws Exception {
        try (var server = new ScriptedMailServer()) {
            start(delivery(database.queue, server.port(), NOT_RESTING));
            for (var number = 1; number <= 21; number++) {
                removed("event-" + number);
                awaitState("event-" + number, MailState.SENT);
            }

            assertThat(server.messages()).hasSize(21);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void takesANewConnectionAtOnceWhenTheServerHasEndedTheOneThatWasKept() throws Exception {
        try (var server = new ScriptedMailServer()) {
            start(delivery(database.queue, server.port(), NOT_RESTING));
            removed("event-1");
            awaitState("event-1", MailState.SENT);
            server.hangUp();
            removed("event-2");
            awaitState("event-2", MailState.SENT);

            assertThat(server.connections()).isEqualTo(2);
            assertThat(database.sql
                            .sql("select attempts from mail where mail_id = 'event-2'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void endsItsConnectionsWhenThereIsNothingToSend() throws Exception {
        try (var server = new ScriptedMailServer()) {
            start(delivery(server.port()));
            removed("event-1");
            awaitState("event-1", MailState.SENT);

            Waiting.until(() -> server.open() == 0);
        }
    }

    @Test
    void parksWhatTheServerRefusesForGoodAndReportsTheInvitation() throws Exception {
        invited("event-1", "anna@example.com");
        try (var strict = new ScriptedMailServer().answering("RCPT", "550 5.1.1 no anna@example.com here")) {
            start(delivery(strict.port()));
            awaitState("event-1", MailState.PARKED);
        }

        assertThat(error("event-1")).isEqualTo("550 5.1.1");
        assertThat(reports)
                .containsExactly(new ReportUndelivered(
                        ACME, new Actor.Policy("ReportUndeliveredInvitations"), ANNAS, SECRET.hash()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "DATA", "DOT"})
    void parksWhateverStepIsRefusedForGood(String step) throws Exception {
        removed("event-1");
        try (var strict = new ScriptedMailServer().answering(step, "554 5.7.1 no")) {
            start(delivery(strict.port()));
            awaitState("event-1", MailState.PARKED);
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void keepsWhatTheServerRefusesOnlyUntilWeSignInThere() throws Exception {
        removed("event-1");
        try (var strict = new ScriptedMailServer().answering("MAIL", "530 5.7.0 Authentication required")) {
            start(delivery(strict.port()));
            awaitError("event-1");
        }
        assertThat(database.stateOf("event-1")).isEqualTo(MailState.WAITING);
    }

    @Test
    void parksAnInvitationThoughTheCustomerRefusesTheReport() throws Exception {
        invited("event-1", "anna@example.com");
        var refusing = SimpleCommandBus.builder().build();
        refusing.subscribe(ReportUndelivered.class.getName(), command -> {
            throw new CustomerRefusal.CustomerIsClosed(ACME);
        });
        try (var strict = new ScriptedMailServer().answering("RCPT", "550 no")) {
            start(delivery(database.queue, settings(strict.port()), QUICK, refusing));
            awaitState("event-1", MailState.PARKED);
        }
    }

    @Test
    void keepsAnInvitationThatCouldNotBeReported() throws Exception {
        invited("event-1", "anna@example.com");
        var broken = SimpleCommandBus.builder().build();
        broken.subscribe(ReportUndelivered.class.getName(), command -> {
            throw new IllegalStateException("no database");
        });
        try (var strict = new ScriptedMailServer().answering("RCPT", "550 no")) {
            start(delivery(database.queue, settings(strict.port()), QUICK, broken));
            Waiting.until(() -> strict.connections() == 1);
            running.getFirst().stop();
        }
        assertThat(database.stateOf("event-1")).isEqualTo(MailState.WAITING);
    }

    @Test
    void triesForADayAndParksThen() throws Exception {
        invited("event-1", "anna@example.com");
        try (var busy = new ScriptedMailServer().answering("RCPT", "451 later")) {
            database.clock.advance(Duration.ofDays(1).minusMillis(1));
            start(delivery(busy.port()));
            awaitError("event-1");
            assertThat(database.stateOf("event-1")).isEqualTo(MailState.WAITING);

            database.clock.advance(Duration.ofMinutes(1));
            awaitState("event-1", MailState.PARKED);
        }
        assertThat(reports).hasSize(1);
    }

    @Test
    void stillTriesOnceWhatIsOlderThanADay() {
        removed("event-1");
        database.clock.advance(Duration.ofDays(3));

        start(delivery(port()));

        awaitState("event-1", MailState.SENT);
    }

    @Test
    void waitsLongerAfterEveryFailureUpToAnHour() {
        for (var expected : List.of(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600)) {
            var attempt = 1
                    + List.of(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600)
                            .indexOf(expected);
            assertThat(MailDelivery.pauseAfter(attempt).toMillis())
                    .as("after attempt %s", attempt)
                    .isBetween(expected * 800L, expected * 1200L);
        }
        assertThat(MailDelivery.pauseAfter(Integer.MAX_VALUE)).isLessThan(Duration.ofMinutes(73));
        assertThat(Stream.generate(() -> MailDelivery.pauseAfter(5))
                        .limit(20)
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    // Stopping, dying, sharing

    @Test
    void goesOnAfterARestartWithWhatWaits() {
        for (var i = 0; i < 5; i++) {
            removed("event-" + i);
        }
        var first = start(delivery(database.queue, port(), PATIENT));
        first.stop();
        removed("event-late");
        assertThat(first.isRunning()).isFalse();

        start(delivery(port()));

        Waiting.until(() -> received().size() == 6);
        assertThat(messageIds()).doesNotHaveDuplicates();
    }

    @Test
    void canBeStoppedAndStartedAgain() {
        var delivery = start(delivery(port()));
        delivery.stop();
        removed("event-1");
        delivery.start();

        awaitState("event-1", MailState.SENT);
    }

    @Test
    void stopsInTimeThoughTheServerIsSilentAndGivesTheMailBack() throws Exception {
        removed("event-1");
        try (var silent = new ScriptedMailServer().answering("RCPT", ScriptedMailServer.SILENCE)) {
            var delivery = start(delivery(silent.port()));
            Waiting.until(() -> silent.connections() == 1);

            var begun = System.nanoTime();
            delivery.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(database.stateOf("event-1")).isEqualTo(MailState.WAITING);
        assertThat(nextAttempt("event-1")).as("sooner than its lease").isBefore(NOON.plusSeconds(13));
    }

    @Test
    void repeatsAMailUnderTheSameMessageIdWhenItDiesBetweenTheServersAnswerAndTheNoteAboutIt() {
        removed("event-1");
        var dead = new AtomicBoolean();
        start(delivery(
                new MailQueue(database.jdbc, database.transactions, database.cipher, database.secrets, database.clock) {
                    @Override
                    void sent(Claimed mail, MailContent content) {
                        if (dead.compareAndSet(false, true)) {
                            throw new IllegalStateException("process killed");
                        }
                        super.sent(mail, content);
                    }
                },
                port(),
                QUICK));
        Waiting.until(() -> received().size() == 1);
        assertThat(database.stateOf("event-1")).isEqualTo(MailState.WAITING);

        database.clock.advance(QUICK.lease());
        awaitState("event-1", MailState.SENT);

        assertThat(messageIds()).containsExactly("<event-1@accounts.example>", "<event-1@accounts.example>");
    }

    @Test
    void sendsEachMailOnceThoughTwoNodesSend() {
        for (var i = 0; i < 60; i++) {
            removed("event-" + i);
        }
        start(delivery(otherQueue(false), port(), QUICK));
        start(delivery(otherQueue(false), port(), QUICK));

        Waiting.until(() -> database.waiting().isEmpty());

        assertThat(messageIds()).hasSize(60).doesNotHaveDuplicates();
    }

    /** The control for the test above: it is the lease that keeps two nodes apart. */
    @Test
    void wouldSendMailsTwiceWithoutTheLease() {
        for (var i = 0; i < 60; i++) {
            removed("event-" + i);
        }
        start(delivery(otherQueue(true), port(), QUICK));
        start(delivery(otherQueue(true), port(), QUICK));

        Waiting.until(() -> database.waiting().isEmpty());

        assertThat(messageIds().size()).isGreaterThan(60);
    }

    // Pointless by now

    @Test
    void writesNothingToWhoeverHasBeenErased() {
        invited("event-1", "anna@example.com");
        vault.destroy(ANNAS_KEY);
        start(delivery(port()));

        awaitState("event-1", MailState.DROPPED);
        assertThat(received()).isEmpty();
        assertThat(database.secrets.find(SECRET.hash())).isEmpty();
    }

    @Test
    void sendsNoInvitationThatHasEndedBeenReplacedOrExpired() {
        invited("ended", "anna@example.com");
        database.memory.forget(ANNAS);
        dropsEverythingThatWaits();

        invited("replaced", "anna@example.com");
        database.memory.renew(ANNAS, new Secret("newer").hash(), IN_A_WEEK);
        dropsEverythingThatWaits();

        database.memory.forget(ANNAS);
        invited("expired", "anna@example.com");
        database.clock.set(IN_A_WEEK);
        dropsEverythingThatWaits();
    }

    private void dropsEverythingThatWaits() {
        var waiting = database.waiting();
        var delivery = start(delivery(port()));
        assertThat(waiting).isNotEmpty().allSatisfy(mail -> awaitState(mail, MailState.DROPPED));
        delivery.stop();
        assertThat(received()).isEmpty();
    }

    @Test
    void warnsOnlyOfWhatIsStillToCome() {
        var inAMonth = NOON.plus(Duration.ofDays(30));
        var membership = new MailContent.MembershipEndsSoon(anna(), ADA, "Acme", IN_A_WEEK);
        var customer = new MailContent.CustomerExpiresSoon(anna(), ACME, "Acme", IN_A_WEEK);
        var invitation =
                new MailContent.InvitationExpiresSoon(anna(), ANNAS, ADA, "Acme", personal("Anna Berg"), IN_A_WEEK);
        database.memory.add(new MailMemory.Customer(ACME, "Acme", IN_A_WEEK, SECRET.hash(), ADA));
        database.memory.add(new MailMemory.User(ADA, ACME, anna(), true, null));
        database.memory.setEnd(ADA, IN_A_WEEK);
        invited("invitation", "anna@example.com");
        start(delivery(port()));
        for (var warning : List.of(membership, customer, invitation)) {
            var id = "true " + MailKind.of(warning);
            database.queue.add(id, ACME, warning, NOON);
            awaitState(id, MailState.SENT);
        }

        database.memory.setEnd(ADA, inAMonth);
        database.memory.confirm(ACME);
        database.memory.renew(ANNAS, SECRET.hash(), inAMonth);
        for (var warning : List.of(membership, customer, invitation)) {
            var id = "postponed " + MailKind.of(warning);
            database.queue.add(id, ACME, warning, NOON);
            awaitState(id, MailState.DROPPED);
        }

        database.memory.forget(ACME);
        for (var warning : List.of(membership, customer, invitation)) {
            var id = "ended " + MailKind.of(warning);
            database.queue.add(id, ACME, warning, NOON);
            awaitState(id, MailState.DROPPED);
        }
    }

    @Test
    void sendsNoLinkThatIsNoLongerValid() {
        start(delivery(port()));
        database.transactions.executeWithoutResult(transaction -> database.secrets.keep(SECRET));
        database.queue.add(
                "valid", null, new MailContent.PasswordReset(anna(), SECRET.hash(), NOON.plusMillis(1)), NOON);
        awaitState("valid", MailState.SENT);

        database.transactions.executeWithoutResult(transaction -> database.secrets.keep(SECRET));
        database.queue.add("over", null, new MailContent.PasswordReset(anna(), SECRET.hash(), NOON), NOON);
        awaitState("over", MailState.DROPPED);

        var forgotten = new MailContent.AddressVerification(anna(), SECRET.hash(), IN_A_WEEK);
        database.queue.add("forgotten", null, forgotten, NOON);
        awaitState("forgotten", MailState.DROPPED);
    }

    @Test
    void isNotHeldUpByAMailThatItCannotRead() {
        database.queue.add("broken", ACME, removal(), NOON.minusSeconds(1));
        database.sql.sql("update mail set content = 'broken'").update();
        removed("event-1");
        start(delivery(port()));

        awaitState("event-1", MailState.SENT);
        awaitError("broken");
        assertThat(database.stateOf("broken")).isEqualTo(MailState.WAITING);
    }

    // Addresses of the world

    @Test
    void writesToAddressesOfEveryScriptWithTheDomainAsItTravels() throws Exception {
        try (var server = new ScriptedMailServer().answering("EHLO", "250-here\r\n250 SMTPUTF8")) {
            invited("event-1", "jörg@müller.example");
            start(delivery(server.port()));
            awaitState("event-1", MailState.SENT);

            assertThat(server.messages().getFirst()).contains("To: jörg@xn--mller-kva.example\n");
        }
    }

    @Test
    void writesToDomainsOfEveryScriptThroughEveryServer() {
        invited("event-1", "anna@müller.example");
        start(delivery(port()));

        awaitState("event-1", MailState.SENT);

        assertThat(received().getFirst())
                .satisfies(mail -> assertThat(mail.getHeader("To")).containsExactly("anna@xn--mller-kva.example"));
    }

    @Test
    void parksAMailToAnAddressThatTheServerCannotWrite() throws Exception {
        try (var server = new ScriptedMailServer()) {
            invited("event-1", "jörg@example.com");
            start(delivery(server.port()));
            awaitState("event-1", MailState.PARKED);

            assertThat(error("event-1")).isEqualTo("the mail server does not know SMTPUTF8");
            assertThat(server.messages()).isEmpty();
        }
    }

    private int port() {
        return mailServer.getSmtp().getPort();
    }

    private List<MimeMessage> received() {
        return Arrays.asList(mailServer.getReceivedMessages());
    }

    private List<String> messageIds() {
        return received().stream()
                .map(mail -> {
                    try {
                        return mail.getMessageID();
                    } catch (MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private MailQueue otherQueue(boolean withoutLease) {
        return new MailQueue(database.jdbc, database.transactions, database.cipher, database.secrets, database.clock) {
            @Override
            List<Claimed> lease(List<Claimed> mails, Instant until) {
                return withoutLease ? mails : super.lease(mails, until);
            }
        };
    }

    private MailDelivery start(MailDelivery delivery) {
        running.add(delivery);
        delivery.start();
        return delivery;
    }

    private MailDelivery delivery(int port) {
        return delivery(database.queue, port, QUICK);
    }

    private MailDelivery delivery(MailQueue queue, int port, Patience patience) {
        return delivery(queue, settings(port), patience);
    }

    private MailDelivery delivery(MailQueue queue, JavaMailSenderImpl settings, Patience patience) {
        return delivery(queue, settings, patience, commandBus);
    }

    private MailDelivery delivery(
            MailQueue queue, JavaMailSenderImpl settings, Patience patience, SimpleCommandBus bus) {
        return new MailDelivery(
                queue,
                database.memory,
                database.secrets,
                new LetterWriter(vault, "https://accounts.example", person -> Optional.empty()),
                new Smtp(settings, "Acème Accounts <no-reply@accounts.example>"),
                DefaultCommandGateway.builder().commandBus(bus).build(),
                database.clock,
                meters,
                patience,
                3);
    }

    private static JavaMailSenderImpl settings(int port) {
        var settings = new JavaMailSenderImpl();
        settings.setHost("127.0.0.1");
        settings.setPort(port);
        return settings;
    }

    private void invited(String mailId, String email) {
        var to = new Recipient(personal(email), personal("Anna Berg"), Language.EN);
        database.memory.add(
                new MailMemory.Invitation(ANNAS, ACME, to, Groups.CUSTOMER_EMPLOYEE, ADA, IN_A_WEEK, SECRET.hash()));
        database.transactions.executeWithoutResult(transaction -> {
            database.secrets.keep(SECRET);
            database.queue.add(
                    mailId,
                    ACME,
                    new MailContent.Invitation(
                            to, ANNAS, "Acme", null, Groups.CUSTOMER_EMPLOYEE, IN_A_WEEK, SECRET.hash(), false),
                    NOON);
        });
    }

    private void removed(String mailId) {
        database.queue.add(mailId, ACME, removal(), NOON);
    }

    private static MailContent removal() {
        return new MailContent.UserRemoved(anna(), "Acme", RemovalCause.LEFT, 0);
    }

    private static Recipient anna() {
        return new Recipient(personal("anna@example.com"), personal("Anna Berg"), Language.EN);
    }

    private static Personal personal(String value) {
        return sealed(ANNAS_KEY.value(), value);
    }

    private void awaitState(String mailId, MailState state) {
        Waiting.until(() -> database.stateOf(mailId) == state);
    }

    private void awaitError(String mailId) {
        Waiting.until(() -> error(mailId) != null);
    }

    private String error(String mailId) {
        return (String) database.sql
                .sql("select last_error from mail where mail_id = :id")
                .param("id", mailId)
                .query()
                .singleRow()
                .get("last_error");
    }

    private Instant nextAttempt(String mailId) {
        return database.sql
                .sql("select next_attempt_at from mail where mail_id = :id")
                .param("id", mailId)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
