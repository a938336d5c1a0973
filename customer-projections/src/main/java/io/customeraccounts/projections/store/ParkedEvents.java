package io.customeraccounts.projections.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events that a follower could not handle, and those that must not overtake them, in the table {@code dead_letter}.
 *
 * <p>A follower asks for each event whether something is parked that it must not overtake. Mostly nothing is, for nobody:
 * that is asked once in each transaction. Only the follower itself parks events of those that it follows, so that it cannot
 * change meanwhile unless it does so itself.
 */
public final class ParkedEvents extends JdbcSequencedDeadLetterQueue<EventMessage<?>> {

    private static final String ANY = ParkedEvents.class.getName();

    private static final String BEFORE = ParkedEvents.class.getName() + " before";

    private final String follower;
    private final JdbcClient sql;
    private final ConnectionProvider connections;

    public ParkedEvents(
            String follower,
            JdbcClient sql,
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer serializer) {
        super(JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup(follower)
                .schema(AxonTables.deadLetters())
                .connectionProvider(connections)
                .transactionManager(transactions)
                .genericSerializer(serializer)
                .eventSerializer(serializer));
        this.follower = follower;
        this.sql = sql;
        this.connections = connections;
    }

    @Override
    public boolean contains(Object sequence) {
        return any() && super.contains(sequence);
    }

    /**
     * Asked before each event is handled: what is done from here on is undone if it fails. Otherwise a statement that fails
     * would take the whole transaction with it on PostgreSQL, and all that follow would wait for this event.
     */
    @Override
    public boolean enqueueIfPresent(Object sequence, Supplier<DeadLetter<? extends EventMessage<?>>> letter) {
        CurrentUnitOfWork.ifStarted(batch -> batch.root().resources().remove(BEFORE));
        var parked = super.enqueueIfPresent(sequence, letter);
        if (!parked) {
            CurrentUnitOfWork.ifStarted(
                    batch -> batch.root().resources().put(BEFORE, withConnection(Connection::setSavepoint)));
        }
        return parked;
    }

    private void undo() {
        CurrentUnitOfWork.ifStarted(batch -> {
            if (batch.root().resources().remove(BEFORE) instanceof Savepoint before) {
                withConnection(connection -> {
                    connection.rollback(before);
                    return before;
                });
            }
        });
    }

    /** Likewise, what a letter that fails again has done is undone. */
    @Override
    public boolean process(
            Predicate<DeadLetter<? extends EventMessage<?>>> filter,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        return super.process(filter, letter -> {
            var before = withConnection(Connection::setSavepoint);
            var decision = task.apply(letter);
            if (decision.shouldEnqueue()) {
                withConnection(connection -> {
                    connection.rollback(before);
                    return before;
                });
            }
            return decision;
        });
    }

    /** With the kind of what failed now: Axon has wrapped it once for shortening its message, and wraps it once more. */
    @Override
    public void requeue(
            DeadLetter<? extends EventMessage<?>> letter, UnaryOperator<DeadLetter<? extends EventMessage<?>>> update) {
        super.requeue(letter, it -> unwrapped(update.apply(it)));
    }

    private static DeadLetter<? extends EventMessage<?>> unwrapped(DeadLetter<? extends EventMessage<?>> letter) {
        return letter instanceof JdbcDeadLetter<? extends EventMessage<?>> it
                        && it.cause().orElse(null) instanceof ThrowableCause wrapped
                        && wrapped.getCause() instanceof ThrowableCause cause
                ? new JdbcDeadLetter<>(
                        it.getIdentifier(),
                        it.getSequenceIndex(),
                        it.getSequenceIdentifier(),
                        it.enqueuedAt(),
                        it.lastTouched(),
                        cause,
                        it.diagnostics(),
                        it.message())
                : letter;
    }

    private interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    private <T> T withConnection(Work<T> work) {
        try (var connection = connections.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new JdbcException("cannot go back to before an event", e);
        }
    }

    @Override
    public void enqueue(Object sequence, DeadLetter<? extends EventMessage<?>> letter) {
        undo();
        super.enqueue(sequence, letter);
        // Axon keeps its time to the millisecond only, and what is written down when it is tried again would differ
        // from the event.
        sql.sql("""
                update dead_letter set occurred_at = :at
                where processing_group = :follower and event_identifier = :event
                """)
                .param("at", letter.message().getTimestamp().toString())
                .param("follower", follower)
                .param("event", letter.message().getIdentifier())
                .update();
        CurrentUnitOfWork.ifStarted(batch -> batch.root().resources().put(ANY, true));
    }

    private boolean any() {
        return CurrentUnitOfWork.isStarted()
                ? CurrentUnitOfWork.get().root().getOrComputeResource(ANY, first -> isAnyParked())
                : isAnyParked();
    }

    private boolean isAnyParked() {
        return sql.sql("select exists (select 1 from dead_letter where processing_group = :follower)")
                .param("follower", follower)
                .query(Boolean.class)
                .single();
    }
}
