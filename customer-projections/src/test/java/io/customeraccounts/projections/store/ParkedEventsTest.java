package io.customeraccounts.projections.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A statement of a follower fails in the middle of a batch. */
@ParameterizedClass
@EnumSource
class ParkedEventsTest {

    private static final CustomerId POISONED = new CustomerId(UUID.fromString("00000000-0000-7000-8000-000000000001"));
    private static final CustomerId OTHER = new CustomerId(UUID.fromString("00000000-0000-7000-8000-000000000002"));

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private final Databases kind;
    private HikariDataSource database;
    private JdbcClient sql;
    private TransactionTemplate transactions;
    private JdbcTransactionManager manager;

    ParkedEventsTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        database = kind.laidOut();
        sql = JdbcClient.create(database);
        manager = new JdbcTransactionManager(database);
        transactions = new TransactionTemplate(manager);
        sql.sql("create table seen (customer_id uuid, part integer check (part < 2))")
                .update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void undoesWhatTheEventHasDoneAndKeepsWhatTheOthersOfItsBatchHaveDone() {
        handled(queue(), OTHER, POISONED, OTHER, POISONED);

        assertThat(seen(POISONED)).isZero();
        assertThat(seen(OTHER)).isEqualTo(2);
        assertThat(sql.sql("select count(*) from dead_letter where sequence_identifier = :id")
                        .param("id", POISONED.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void saysWhatFailedAlsoAfterItHasFailedAgain() {
        var queue = queue();
        handled(queue, POISONED);

        // As Axon decides by default.
        transactions.executeWithoutResult(transaction -> queue.process(
                letter -> true,
                letter -> Decisions.enqueue(ThrowableCause.truncated(new IllegalStateException("this time")))));

        assertThat(sql.sql("select cause_type, cause_message from dead_letter")
                        .query()
                        .singleRow())
                .containsEntry("cause_type", IllegalStateException.class.getName())
                .containsEntry("cause_message", "this time");
    }

    /** By it the history says from when to when something was so. */
    @Test
    void keepsTheTimeOfTheEventToTheLastDigit() {
        var queue = queue();
        handled(queue, POISONED, POISONED);

        var times = new ArrayList<Instant>();
        transactions.executeWithoutResult(transaction -> queue.process(letter -> true, letter -> {
            times.add(letter.message().getTimestamp());
            return Decisions.evict();
        }));

        assertThat(times).containsExactly(AT, AT);
    }

    /** Control: the queue as it comes. */
    @Test
    void wouldNoticeThatNothingIsUndone() {
        var queue = JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup("follower")
                .schema(AxonTables.deadLetters())
                .connectionProvider(new SpringDataSourceConnectionProvider(database))
                .transactionManager(new SpringTransactionManager(manager))
                .genericSerializer(serializer())
                .eventSerializer(serializer())
                .build();
        switch (kind) {
            case H2 -> {
                handled(queue, POISONED);
                assertThat(seen(POISONED)).as("half of it stays").isEqualTo(1);
            }
            case POSTGRES -> {
                assertThatThrownBy(() -> handled(queue, OTHER, POISONED))
                        .hasStackTraceContaining("current transaction is aborted");
                assertThat(seen(OTHER)).as("the whole batch is lost").isZero();
            }
        }
    }

    private ParkedEvents queue() {
        return new ParkedEvents(
                "follower",
                sql,
                new SpringDataSourceConnectionProvider(database),
                new SpringTransactionManager(manager),
                serializer());
    }

    private static EventSerializer serializer() {
        return new EventSerializer(new InMemoryVault(), Map.of());
    }

    /** In one transaction, as the follower does: each event is asked about, handled, and parked if that fails. */
    private void handled(SequencedDeadLetterQueue<EventMessage<?>> queue, CustomerId... customers) {
        transactions.executeWithoutResult(transaction -> {
            var batch = DefaultUnitOfWork.startAndGet(null);
            try {
                for (var customer : List.of(customers)) {
                    var message = new GenericDomainEventMessage<>(
                            "customer",
                            customer.toString(),
                            0,
                            new GenericMessage<>(new CustomerRenamed(customer, "Name")),
                            AT);
                    if (!queue.enqueueIfPresent(
                            customer.toString(), () -> new GenericDeadLetter<>(customer.toString(), message))) {
                        try {
                            handle(customer);
                        } catch (DataAccessException e) {
                            queue.enqueue(
                                    customer.toString(), new GenericDeadLetter<>(customer.toString(), message, e));
                        }
                    }
                }
            } finally {
                batch.commit();
            }
        });
    }

    private void handle(CustomerId customer) {
        insert(customer, 1);
        if (customer.equals(POISONED)) {
            insert(customer, 2);
        }
    }

    private void insert(CustomerId customer, int part) {
        sql.sql("insert into seen (customer_id, part) values (:customer, :part)")
                .param("customer", customer.value())
                .param("part", part)
                .update();
    }

    private long seen(CustomerId customer) {
        return sql.sql("select count(*) from seen where customer_id = :customer")
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }
}
