package io.customeraccounts.projections.store;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.testing.CountedStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One process of several that work on the same database: counters, and all that is needed to keep them. */
final class Node implements AutoCloseable {

    final CountedStatements statements;
    final JdbcEventStorage storage;
    final TransactionTemplate transactions;
    final EventSerializer serializer;
    private final TransactionManager axonTransactions;
    private final Configuration axon;
    private final ExecutorService ownThread = Executors.newSingleThreadExecutor();

    /** Called with the events of each command, in its transaction. */
    Consumer<List<? extends EventMessage<?>>> inTransaction = events -> {};

    Node(DataSource database, PersonalDataVault vault) {
        this(database, vault, null);
    }

    Node(DataSource database, PersonalDataVault vault, Executor snapshots) {
        statements = new CountedStatements(database);
        var transactionManager = new JdbcTransactionManager(statements.database());
        transactions = new TransactionTemplate(transactionManager);
        axonTransactions = new SpringTransactionManager(transactionManager);
        serializer = new EventSerializer(vault, Counter.FORMS);
        storage = new JdbcEventStorage(statements.database(), serializer, NoOpEventUpcaster.INSTANCE, () -> {});
        axon = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(c -> serializer)
                .configureTransactionManager(c -> axonTransactions)
                .configureEventStore(
                        c -> EmbeddedEventStore.builder().storageEngine(storage).build())
                .configureAggregate(AggregateConfigurer.defaultConfiguration(Counter.class)
                        .configureRepository(c -> new AggregateRepository<>(
                                Counter.class,
                                c,
                                vault,
                                transactionManager,
                                snapshots == null ? ownThread : snapshots)))
                .buildConfiguration();
        axon.start();
        axon.eventBus().subscribe(events -> inTransaction.accept(events));
    }

    void send(Object command) {
        axon.commandGateway().sendAndWait(command);
    }

    /** The total after counting. */
    int count(UUID counter, int times) {
        return axon.commandGateway().sendAndWait(new Counter.Count(counter, times));
    }

    int total(UUID counter) {
        return axon.commandGateway().sendAndWait(new Counter.AskTotal(counter));
    }

    Personal name(UUID counter) {
        return axon.commandGateway().sendAndWait(new Counter.AskName(counter));
    }

    /** Sends again, on what is then the state, until nobody else was faster. */
    void sendUntilAccepted(Object command) throws InterruptedException {
        while (true) {
            try {
                send(command);
                return;
            } catch (ConcurrencyException e) {
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(5));
            }
        }
    }

    /** What commands inside it do is committed or rolled back together, at the end. */
    <R> R inOneUnitOfWork(Supplier<R> commands) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(GenericCommandMessage.asCommandMessage("all of it"));
        unitOfWork.attachTransaction(axonTransactions);
        var result = unitOfWork.executeWithResult(commands::get);
        if (result.isExceptional()) {
            throw (RuntimeException) result.exceptionResult();
        }
        return result.getPayload();
    }

    /** Snapshots that have been started are taken when this returns. */
    void awaitSnapshots() throws Exception {
        ownThread.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }

    List<Long> sequenceNumbers(UUID counter) {
        var numbers = new ArrayList<Long>();
        storage.readEvents(counter.toString()).forEachRemaining(event -> numbers.add(event.getSequenceNumber()));
        return numbers;
    }

    @Override
    public void close() {
        axon.shutdown();
        ownThread.shutdown();
    }
}
