package io.customeraccounts.projections.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.AggregateDeletedException;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ApplyMore;
import org.axonframework.modelling.command.RepositoryProvider;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads aggregates from their events, without reading all of them each time.
 *
 * <ul>
 *   <li>Aggregates stay in memory after a command, within bounds, and each load reads the events that other nodes have
 *       appended since: no decision, not even a refusal, is taken on a state older than what is committed.
 *   <li>A transaction takes an aggregate out of the cache. It is put back when the transaction has committed, or when
 *       nothing was changed (a refusal). In all other cases, foreseen or not, it is simply not put back.
 *   <li>After every hundred events a snapshot is taken, after a tenth of all where these are many, apart from the commands
 *       and their threads. It may fail or be lost; that costs time at the next start and nothing else.
 *   <li>Personal values are sealed before the aggregate sees them, so that none stays in memory in plain text.
 * </ul>
 */
public final class AggregateRepository<T> extends EventSourcingRepository<T> {

    /** An aggregate of 10,000 events is read in some 300 ms, one snapshot and 100 events in some 3 ms. */
    private static final int SNAPSHOT_EVERY = 100;

    /** In events of cached aggregates; measured as some 100 bytes each, for a customer with many users. */
    private static final long CACHE_WEIGHT = 500_000;

    private static final long NO_EVENT = -1;

    private static final Logger log = LoggerFactory.getLogger(AggregateRepository.class);

    /** @param version the sequence number of the last event it has seen */
    private record Cached<T>(T root, long version) {}

    private final Cache<String, Cached<T>> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE_WEIGHT)
            .<String, Cached<T>>weigher((id, cached) -> (int) Math.min(cached.version() + 10, Integer.MAX_VALUE))
            .executor(Runnable::run)
            .build();
    private final EventStore events;
    private final RepositoryProvider repositories;
    private final PersonalSealing sealing;
    private final TransactionTemplate transactions;
    private final Executor snapshots;

    /**
     * @param axon with the event store, and with the resolvers of what the aggregate's handlers ask for
     * @param snapshots runs what takes snapshots; may drop it
     */
    public AggregateRepository(
            Class<T> type,
            Configuration axon,
            PersonalDataVault vault,
            PlatformTransactionManager transactions,
            Executor snapshots) {
        super(EventSourcingRepository.builder(type)
                .parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(axon.handlerDefinition(type))
                .eventStore(axon.eventStore())
                .repositoryProvider(axon::repository));
        this.events = axon.eventStore();
        this.repositories = axon::repository;
        this.sealing = new PersonalSealing(vault);
        this.transactions = new TransactionTemplate(transactions);
        this.snapshots = snapshots;
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String id, @Nullable Long expectedVersion) {
        var loans = loans();
        if (loans == null || loans.byId.containsKey(id)) {
            // Without a transaction nobody would say what became of it. And what this transaction has changed before
            // is not committed yet, and not for others to see.
            return rebuilt(id);
        }
        var cached = cache.asMap().remove(id);
        var aggregate = cached == null ? rebuilt(id) : caughtUp(id, cached);
        loans.add(id, aggregate, versionOf(aggregate));
        return aggregate;
    }

    @Override
    protected EventSourcedAggregate<T> doCreateNewForLock(Callable<T> factoryMethod) throws Exception {
        var aggregate = SealingAggregate.create(factoryMethod, aggregateModel(), events, repositories, sealing);
        var loans = loans();
        if (loans != null && aggregate.identifier() != null) {
            loans.add(aggregate.identifierAsString(), aggregate, NO_EVENT);
        }
        return aggregate;
    }

    /** Called for each load, also of an aggregate that the transaction has at hand already. */
    @Override
    protected void validateOnLoad(Aggregate<T> aggregate, @Nullable Long expectedVersion) {
        var loans = loans();
        var loan = loans == null ? null : loans.byId.get(aggregate.identifierAsString());
        if (loan != null) {
            CurrentUnitOfWork.get().onRollback(unitOfWork -> loan.rolledBack());
        }
        super.validateOnLoad(aggregate, expectedVersion);
    }

    private EventSourcedAggregate<T> rebuilt(String id) {
        var stream = readEvents(id);
        if (!stream.hasNext()) {
            throw new AggregateNotFoundException(id, "nothing has happened to it");
        }
        return aggregate(id, getAggregateFactory().createAggregateRoot(id, stream.peek()), NO_EVENT, stream);
    }

    private EventSourcedAggregate<T> caughtUp(String id, Cached<T> cached) {
        return aggregate(id, cached.root(), cached.version(), events.readEvents(id, cached.version() + 1));
    }

    private EventSourcedAggregate<T> aggregate(String id, T root, long version, DomainEventStream further) {
        var aggregate = new SealingAggregate<>(root, aggregateModel(), events, repositories, sealing);
        aggregate.initSequence(version);
        if (further.hasNext()) {
            aggregate.initializeState(further);
        }
        if (aggregate.isDeleted()) {
            throw new AggregateDeletedException(id);
        }
        return aggregate;
    }

    // The cache

    /** What a transaction has taken out of the cache, or created. */
    private final class Loans implements TransactionSynchronization {

        private final Map<String, Loan> byId = new HashMap<>();

        /** @param committed the version that the aggregate has for everybody else */
        void add(String id, EventSourcedAggregate<T> aggregate, long committed) {
            var loan = new Loan(this, id, aggregate, committed);
            byId.put(id, loan);
            CurrentUnitOfWork.get().onRollback(unitOfWork -> loan.rolledBack());
        }

        @Override
        public void afterCompletion(int status) {
            byId.values().forEach(status == STATUS_COMMITTED ? Loan::committed : Loan::notCommitted);
        }

        AggregateRepository<T> of() {
            return AggregateRepository.this;
        }
    }

    private final class Loan {

        private final Loans loans;
        private final String id;
        private final EventSourcedAggregate<T> aggregate;
        private final long committed;
        private boolean ended;

        Loan(Loans loans, String id, EventSourcedAggregate<T> aggregate, long committed) {
            this.loans = loans;
            this.id = id;
            this.aggregate = aggregate;
            this.committed = committed;
        }

        void committed() {
            if (!ended) {
                ended = true;
                putBack();
                if (isSnapshotDue(committed, versionOf(aggregate))) {
                    scheduleSnapshot(id);
                }
            }
        }

        void notCommitted() {
            if (!ended) {
                ended = true;
                if (unchanged()) {
                    putBack();
                }
            }
        }

        /** A unit of work, maybe only a nested one, gave up; what it applied will never be stored. */
        void rolledBack() {
            if (!ended) {
                ended = true;
                if (unchanged()) {
                    loans.byId.remove(id);
                    putBack();
                }
            }
        }

        private boolean unchanged() {
            return versionOf(aggregate) == committed;
        }

        private void putBack() {
            if (!aggregate.isDeleted() && versionOf(aggregate) != NO_EVENT) {
                cache.put(id, new Cached<>(aggregate.getAggregateRoot(), versionOf(aggregate)));
            }
        }
    }

    /** Those of the present transaction; null if there is none. */
    private @Nullable Loans loans() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return null;
        }
        for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof AggregateRepository<?>.Loans loans && loans.of() == this) {
                return mine(loans);
            }
        }
        var loans = new Loans();
        TransactionSynchronizationManager.registerSynchronization(loans);
        return loans;
    }

    @SuppressWarnings("unchecked") // it came from this repository
    private Loans mine(AggregateRepository<?>.Loans loans) {
        return (Loans) loans;
    }

    private static long versionOf(EventSourcedAggregate<?> aggregate) {
        var version = aggregate.lastSequence();
        return version == null ? NO_EVENT : version;
    }

    // Snapshots

    /**
     * A snapshot costs as much as the aggregate is large: were it taken of the largest as often as of others, each of their
     * events would cost the more the more there are.
     */
    static boolean isSnapshotDue(long before, long now) {
        var every = SNAPSHOT_EVERY * Math.max(1, Long.highestOneBit((now + 1) / (10 * SNAPSHOT_EVERY)));
        return (before + 1) / every < (now + 1) / every;
    }

    private void scheduleSnapshot(String id) {
        try {
            snapshots.execute(() -> takeSnapshot(id));
        } catch (RejectedExecutionException e) {
            log.debug("no time for a snapshot of {} {}", aggregateModel().type(), id);
        }
    }

    private void takeSnapshot(String id) {
        try {
            transactions.executeWithoutResult(transaction -> {
                var aggregate = rebuilt(id);
                events.storeSnapshot(new GenericDomainEventMessage<>(
                        aggregate.type(), id, versionOf(aggregate), aggregate.getAggregateRoot()));
            });
        } catch (RuntimeException e) {
            log.warn(
                    "no snapshot of {} {}; the next is tried after some more events",
                    aggregateModel().type(),
                    id,
                    e);
        }
    }

    /** Sees only sealed personal values, also in what it decides itself. */
    private static final class SealingAggregate<T> extends EventSourcedAggregate<T> {

        private final PersonalSealing sealing;

        SealingAggregate(
                T root,
                AggregateModel<T> model,
                EventBus bus,
                RepositoryProvider repositories,
                PersonalSealing sealing) {
            super(root, model, bus, repositories, NoSnapshotTriggerDefinition.TRIGGER);
            this.sealing = sealing;
        }

        private SealingAggregate(
                AggregateModel<T> model, EventBus bus, RepositoryProvider repositories, PersonalSealing sealing) {
            super(model, bus, repositories, NoSnapshotTriggerDefinition.TRIGGER);
            this.sealing = sealing;
        }

        static <T> SealingAggregate<T> create(
                Callable<T> factoryMethod,
                AggregateModel<T> model,
                EventBus bus,
                RepositoryProvider repositories,
                PersonalSealing sealing)
                throws Exception {
            var aggregate = new SealingAggregate<>(model, bus, repositories, sealing);
            aggregate.registerRoot(factoryMethod);
            return aggregate;
        }

        @Override
        public <P> ApplyMore doApply(P payload, MetaData metaData) {
            return super.doApply(sealing.sealed(payload), metaData);
        }
    }
}
