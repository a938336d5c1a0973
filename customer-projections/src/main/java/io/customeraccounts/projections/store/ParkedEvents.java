package io.customeraccounts.projections.store;

import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.DeadLetter;
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

    private final String follower;
    private final JdbcClient sql;

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
    }

    @Override
    public boolean contains(Object sequence) {
        return any() && super.contains(sequence);
    }

    @Override
    public void enqueue(Object sequence, DeadLetter<? extends EventMessage<?>> letter) {
        super.enqueue(sequence, letter);
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
