package io.customeraccounts.api.mail;

import io.customeraccounts.domain.customer.CustomerCommand.ReportUndelivered;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the mails that are due, a few at a time, beside everything else. Whatever happens, a mail is sent at least once; it
 * is sent again only if the process or its database fails between the mail server's answer and the note about it, and then
 * under the same {@code Message-ID}.
 */
class MailDelivery implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);

    static final String POLICY = "ReportUndeliveredInvitations";

    /** Product decision: a mail that could not be sent for a day is parked. */
    static final Duration GIVE_UP_AFTER = Duration.ofDays(1);

    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final Duration CLEAN_EVERY = Duration.ofHours(1);

    /**
     * How patient the sender is.
     *
     * @param poll so late at most are mails found that other nodes have added, or that have become due
     * @param longestAttempt however slowly the mail server answers, an attempt ends then
     * @param finishWithin how long a stop waits for mails under way
     */
    record Patience(Duration poll, Duration longestAttempt, Duration finishWithin) {

        static final Patience NORMAL =
                new Patience(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(10));

        /** Longer than any attempt, so that nobody begins before the other has ended. */
        Duration lease() {
            return longestAttempt.multipliedBy(2);
        }
    }

    private final MailQueue queue;
    private final MailMemory memory;
    private final SecretHandover secrets;
    private final LetterWriter writer;
    private final Smtp smtp;
    private final CommandGateway commands;
    private final Clock clock;
    private final Timer sent;
    private final Patience patience;
    private final Semaphore free;

    private volatile @Nullable Running running;

    /**
     * @param workers use the database, and are never interrupted: H2 closes a database file whose reader is
     * @param attempts talk to the mail server and to nothing else
     */
    private record Running(Thread dispatcher, ExecutorService workers, ExecutorService attempts) {}

    /** @param parallelism how many mails this node sends at the same time */
    MailDelivery(
            MailQueue queue,
            MailMemory memory,
            SecretHandover secrets,
            LetterWriter writer,
            Smtp smtp,
            CommandGateway commands,
            Clock clock,
            MeterRegistry meters,
            Patience patience,
            int parallelism) {
        this.queue = queue;
        this.memory = memory;
        this.secrets = secrets;
        this.writer = writer;
        this.smtp = smtp;
        this.commands = commands;
        this.clock = clock;
        this.patience = patience;
        sent = Timer.builder("customer.accounts.mails.sent")
                .description("Mails that the mail server has taken over, with the time since they were due")
                .register(meters);
        free = new Semaphore(parallelism);
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            var starting = new Running(
                    Thread.ofVirtual().name("mails").unstarted(this::dispatch),
                    Executors.newVirtualThreadPerTaskExecutor(),
                    Executors.newVirtualThreadPerTaskExecutor());
            running = starting;
            starting.dispatcher().start();
        }
    }

    @Override
    public synchronized void stop() {
        var stopping = running;
        if (stopping == null) {
            return;
        }
        running = null;
        queue.wake();
        try {
            stopping.dispatcher().join();
            stopping.workers().shutdown();
            if (!stopping.workers().awaitTermination(patience.finishWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                stopping.attempts().shutdownNow();
                stopping.workers().awaitTermination(patience.finishWithin().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopping.attempts().shutdownNow();
        smtp.rest();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    private void dispatch() {
        var cleanAt = Instant.MIN;
        var failing = false;
        for (var now = running; now != null; now = running) {
            try {
                if (!clock.instant().isBefore(cleanAt)) {
                    cleanAt = clock.instant().plus(CLEAN_EVERY);
                    queue.deleteOld();
                }
                var more = sendDue(now);
                if (failing) {
                    failing = false;
                    LOG.info("mails are sent again");
                }
                if (!more && !queue.awaitAdded(patience.poll())) {
                    smtp.rest();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The database is away, most likely; nothing is lost, and what waits is tried again.
                if (!failing) {
                    LOG.warn("cannot look for waiting mails; it is tried again every {}", patience.poll(), e);
                }
                failing = true;
                pause();
            }
        }
    }

    /** Whether to look for more at once: if there were fewer than it asked for, there are no more. */
    private boolean sendDue(Running now) throws InterruptedException {
        if (!free.tryAcquire(patience.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        var hands = 1 + free.drainPermits();
        var busy = 0;
        try {
            for (var mail : queue.claim(hands, patience.lease())) {
                busy++;
                now.workers().execute(() -> {
                    try {
                        deliver(mail, now.attempts());
                    } catch (RuntimeException e) {
                        LOG.error("mail {} is tried again when its lease has ended", mail.mailId(), e);
                    } finally {
                        free.release();
                    }
                });
            }
            return busy == hands;
        } finally {
            free.release(hands - busy);
        }
    }

    private void pause() {
        try {
            Thread.sleep(patience.poll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(MailQueue.Claimed mail, ExecutorService attempts) {
        MailContent content = null;
        try {
            content = queue.read(mail);
            var letter = stillWanted(content) ? write(content) : null;
            if (letter == null) {
                queue.drop(mail, content, "pointless before it could be sent");
                return;
            }
            send(letter, mail.mailId(), attempts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Smtp.NotAccepted e) {
            postpone(mail, content, e);
            return;
        } catch (RuntimeException e) {
            // A fault of ours: visible, and tried again like any other failure.
            LOG.error("mail {} ({}) failed", mail.mailId(), mail.kind(), e);
            postpone(mail, content, new Smtp.NotAccepted(e.getClass().getSimpleName(), false));
            return;
        }
        queue.sent(mail, content);
        sent.record(Duration.between(mail.dueAt(), clock.instant()));
    }

    /** Absent if the recipient has been erased, or the secret for the link is gone because another one has replaced it. */
    private @Nullable Letter write(MailContent content) {
        var hash = content.secret();
        Secret secret = null;
        if (hash != null) {
            secret = secrets.find(hash).orElse(null);
            if (secret == null) {
                return null;
            }
        }
        return writer.write(content, secret).orElse(null);
    }

    /** On a thread of its own, which can be interrupted: for a virtual thread that closes the connection it waits for. */
    private void send(Letter letter, String mailId, ExecutorService attempts)
            throws Smtp.NotAccepted, InterruptedException {
        var attempt = attempts.submit(() -> {
            smtp.send(letter, mailId, clock.instant());
            return null;
        });
        try {
            attempt.get(patience.longestAttempt().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            attempt.cancel(true);
            throw new Smtp.NotAccepted("not accepted within " + patience.longestAttempt(), false);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Smtp.NotAccepted notAccepted) {
                throw notAccepted;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** @param content absent if it cannot be read */
    private void postpone(MailQueue.Claimed mail, @Nullable MailContent content, Smtp.NotAccepted failure) {
        var reason = String.valueOf(failure.getMessage());
        var giveUpAt = mail.dueAt().plus(GIVE_UP_AFTER);
        var now = clock.instant();
        if (!failure.permanent() && now.isBefore(giveUpAt)) {
            var again = now.plus(pauseAfter(mail.attempt()));
            LOG.info("mail {} ({}) is tried again at {}: {}", mail.mailId(), mail.kind(), again, reason);
            queue.retry(mail, again, reason);
            return;
        }
        if (content instanceof MailContent.Invitation invitation && mail.customerId() != null) {
            // First, so that a crash in between repeats it; a second report changes nothing.
            try {
                commands.sendAndWait(
                        new ReportUndelivered(
                                mail.customerId(),
                                new Actor.Policy(POLICY),
                                invitation.invitationId(),
                                invitation.secret()),
                        patience.longestAttempt().toMillis(),
                        TimeUnit.MILLISECONDS);
            } catch (CustomerRefusal e) {
                LOG.debug("nobody needs to know about mail {}: {}", mail.mailId(), e.getMessage());
            }
        }
        queue.park(mail, reason);
        LOG.warn("mail {} ({}) is parked: {}", mail.mailId(), mail.kind(), reason);
    }

    /** 10 s, 20 s, 40 s ... 1 h, each a fifth shorter or longer at random, so that not all mails come back at once. */
    static Duration pauseAfter(int attempt) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 20));
        var limited = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return Duration.ofMillis(
                (long) (limited.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    /** Decided at the last moment: a warning about what has ended, or a link that leads nowhere, is not sent. */
    private boolean stillWanted(MailContent content) {
        var now = clock.instant();
        return switch (content) {
            case MailContent.Invitation mail ->
                now.isBefore(mail.expiresAt())
                        && memory.invitation(mail.invitationId())
                                .filter(it -> it.secret().equals(mail.secret()))
                                .isPresent();
            case MailContent.InvitationExpiresSoon mail ->
                now.isBefore(mail.expiresAt())
                        && memory.invitation(mail.invitationId())
                                .filter(it -> it.expiresAt().equals(mail.expiresAt()))
                                .isPresent()
                        && memory.user(mail.inviter()).isPresent();
            case MailContent.Confirmation mail ->
                now.isBefore(mail.confirmBy())
                        && memory.customer(mail.customerId())
                                .filter(it -> mail.secret().equals(it.confirmation()))
                                .isPresent();
            case MailContent.CustomerExpiresSoon mail ->
                now.isBefore(mail.confirmBy())
                        && memory.customer(mail.customerId())
                                .filter(it -> it.confirmBy() != null)
                                .isPresent();
            case MailContent.MembershipEndsSoon mail ->
                now.isBefore(mail.endsAt())
                        && memory.user(mail.membershipId())
                                .filter(it -> mail.endsAt().equals(it.endsAt()))
                                .isPresent();
            case MailContent.PaymentReminder mail -> now.isBefore(mail.dueBy());
            case MailContent.PasswordReset mail -> now.isBefore(mail.validUntil());
            case MailContent.AddressVerification mail -> now.isBefore(mail.validUntil());
            case MailContent.InvitationLimitNeared _,
                    MailContent.CustomerRestricted _,
                    MailContent.RestrictionLifted _,
                    MailContent.PaymentMethodEnabled _,
                    MailContent.PaymentMethodDeclined _,
                    MailContent.GroupChanged _,
                    MailContent.MembershipEndSet _,
                    MailContent.UserRemoved _,
                    MailContent.PartnerUserAdded _,
                    MailContent.OperatorActed _,
                    MailContent.UserAssigned _,
                    MailContent.UserUnassigned _,
                    MailContent.AddressAlreadyRegistered _,
                    MailContent.Checkpoint _ -> true;
        };
    }
}
