package io.customeraccounts.api.messaging;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Answer.Rendered;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.values.Actor;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries out what a request wants, in one database transaction: events, the read tables that follow from them, and the
 * answer, which is kept for a repetition of the request. The answer is made after the read tables have changed, so it and
 * every later question show what was done.
 *
 * <p>A refusal rolls everything back and is answered as a problem; it is kept in a second transaction, so that the same
 * key gets the same answer each time. If others change the same customer in between, the work is done once more on the
 * new state, and after that given up with {@code concurrent-change}.
 */
@Component
public class CommandTransaction {

    private static final Duration MAX_JITTER = Duration.ofMillis(40);

    private final CommandGateway commands;
    private final TransactionManager transactions;
    private final Idempotency idempotency;
    private final Problems problems;
    private final JsonMapper json;

    CommandTransaction(
            CommandGateway commands,
            TransactionManager transactions,
            Idempotency idempotency,
            Problems problems,
            JsonMapper json) {
        this.commands = commands;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.problems = problems;
        this.json = json;
    }

    /** Sends commands within the transaction. */
    public interface Sender {

        /**
         * @return what the command's handler answers; absent if nothing
         * @throws Refusal if it is refused; let it through, the transaction is lost
         */
        @Nullable
        Object send(Command command);
    }

    /** What is to be done within the transaction. May be called twice, the first time having left nothing behind. */
    @FunctionalInterface
    public interface Work<T> {

        /** @return what to ask for the answer once events and read tables are written, in the same transaction */
        Supplier<Answer<T>> perform(Sender sender);
    }

    /** Sends one command; the answer is asked for when the read tables show its effect. */
    public <T> Answer<T> send(Write write, Command command, Supplier<Answer<T>> answer) {
        return perform(write, sender -> {
            sender.send(command);
            return answer;
        });
    }

    /**
     * Sends one command.
     *
     * @param explain more members for the problem, if it is refused: for instance the present state of what has been
     *     changed by others. Asked after the rollback
     */
    public <T> Answer<T> send(
            Write write, Command command, Supplier<Answer<T>> answer, Function<Refusal, Map<String, ?>> explain) {
        return perform(
                write,
                sender -> {
                    sender.send(command);
                    return answer;
                },
                explain);
    }

    /**
     * Does the work if the thing still has the version that the caller expects; for commands that carry none themselves.
     *
     * @param version of the thing, from the read tables
     */
    public <T> Answer<T> performIfUnchanged(
            Write write, Work<T> work, Supplier<Long> version, Function<Refusal, Map<String, ?>> explain) {
        var expected = write.expectedVersion();
        return perform(
                write,
                sender -> {
                    refuseIfChanged(expected, version);
                    var answer = work.perform(sender);
                    // Once more: from here on nobody changes the customer without making the commit fail, and the read
                    // tables do not show the work's own effect yet.
                    refuseIfChanged(expected, version);
                    return answer;
                },
                explain);
    }

    private static void refuseIfChanged(@Nullable Long expected, Supplier<Long> version) {
        if (expected == null) {
            return;
        }
        var current = version.get();
        if (!current.equals(expected)) {
            throw new CustomerRefusal.VersionMismatch(current);
        }
    }

    public <T> Answer<T> perform(Write write, Work<T> work) {
        return perform(write, work, refusal -> Map.of());
    }

    public <T> Answer<T> perform(Write write, Work<T> work, Function<Refusal, Map<String, ?>> explain) {
        return performOrElse(
                write, work, refusal -> Answer.problem(problems.of(refusal).with(explain.apply(refusal))));
    }

    /** @param otherwise what to answer if it is refused; asked after the rollback */
    public <T> Answer<T> performOrElse(Write write, Work<T> work, Function<Refusal, Answer<T>> otherwise) {
        try {
            return attempt(write, work);
        } catch (Refusal refusal) {
            return refused(write, otherwise.apply(refusal));
        } catch (AnsweredMeanwhile answered) {
            return replayed(answered.answer);
        } catch (ConcurrencyException | ConcurrencyFailureException overtaken) {
            pause();
            return secondAttempt(write.again(), work, otherwise);
        }
    }

    private <T> Answer<T> secondAttempt(Write write, Work<T> work, Function<Refusal, Answer<T>> otherwise) {
        try {
            return attempt(write, work);
        } catch (Refusal refusal) {
            return refused(write, otherwise.apply(refusal));
        } catch (AnsweredMeanwhile answered) {
            return replayed(answered.answer);
        } catch (ConcurrencyException | ConcurrencyFailureException overtakenAgain) {
            throw Problem.of(ProblemType.CONCURRENT_CHANGE).retryAfter(Duration.ofSeconds(1));
        }
    }

    /** Two that have just met should not meet again. */
    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(MAX_JITTER.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Answer<T> attempt(Write write, Work<T> work) {
        write.refuseUnaskedVersion();
        var sender = new SenderWithReason(write.reason());
        var answer = new AtomicReference<@Nullable Answer<T>>();
        var root = DefaultUnitOfWork.startAndGet(new GenericMessage<>(write));
        root.attachTransaction(transactions);
        var result = root.executeWithResult(() -> {
            var before = write.keyToAskFor().flatMap(idempotency::find);
            if (before.isPresent()) {
                answer.set(replayed(before.get()));
                return null;
            }
            var answering = work.perform(sender);
            // Registered after the commands, and therefore called after their events and read tables are written.
            root.onPrepareCommit(committing -> answer.set(keep(write, answering.get())));
            return null;
        });
        if (result.isExceptional()) {
            throw unchecked(result.exceptionResult());
        }
        return Objects.requireNonNull(answer.get());
    }

    private <T> Answer<T> keep(Write write, Answer<T> answer) {
        var rendered = answer.render(json, problems, write.language());
        write.key()
                .flatMap(key -> idempotency.keep(key, rendered, answer.isBodyKept()))
                .ifPresent(before -> {
                    throw new AnsweredMeanwhile(before);
                });
        return answer.as(rendered);
    }

    private <T> Answer<T> refused(Write write, Answer<T> answer) {
        try {
            return write.key().isEmpty()
                    ? keep(write, answer)
                    : transactions.fetchInTransaction(() -> keep(write, answer));
        } catch (AnsweredMeanwhile answered) {
            return replayed(answered.answer);
        }
    }

    /** The same request has been carried out at the same time, and what this one did is to be rolled back. */
    private static final class AnsweredMeanwhile extends RuntimeException {

        private final transient Rendered answer;

        AnsweredMeanwhile(Rendered answer) {
            super("the request has been answered meanwhile", null, false, false);
            this.answer = answer;
        }
    }

    /** The answer from before, marked as such. */
    static <T> Answer<T> replayed(Rendered before) {
        return Answer.<T>of(before).header("Idempotency-Replayed", "true");
    }

    private static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case RuntimeException it -> it;
            case Error it -> throw it;
            default -> new IllegalStateException(failure);
        };
    }

    /** Rule: History and audit. */
    private static boolean hasToSayWhy(Actor actor) {
        return actor instanceof Actor.Operator || actor instanceof Actor.PartnerUser;
    }

    private final class SenderWithReason implements Sender {
        private final Optional<String> reason;

        SenderWithReason(Optional<String> reason) {
            this.reason = reason;
        }

        @Override
        public @Nullable Object send(Command command) {
            if (hasToSayWhy(command.actor()) && reason.isEmpty()) {
                throw Problem.of(ProblemType.REASON_REQUIRED);
            }
            var message = new GenericCommandMessage<>(command);
            try {
                return commands.sendAndWait(reason.map(why -> message.andMetaData(Map.of(EventOrigin.REASON, why)))
                        .orElse(message));
            } catch (AggregateNotFoundException unknown) {
                throw Problem.notFound();
            }
        }
    }
}
