package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.store.AxonTables;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Databases;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The follower as it runs: events from the ledger, its token and its tables in one transaction. */
@ParameterizedClass
@EnumSource
class MailProcessorTest {

    private static final PersonId ADA_HERSELF = new PersonId(ADA.value());
    private static final CustomerEvent ACME_OPENED =
            new CustomerOpened(ACME, CustomerKind.CUSTOMER, "acme", "Acme", ADA_HERSELF, true, null, null);
    private static final CustomerEvent ADA_JOINED = new UserJoined(
            ACME,
            ADA,
            ADA_HERSELF,
            new Personal.Known(KeyId.of(ADA_HERSELF), "Ada Byron"),
            new Personal.Known(KeyId.of(ADA_HERSELF), "ada@acme.example"),
            Groups.CUSTOMER_ADMIN,
            Language.EN,
            null,
            null);
    private static final CustomerEvent MADE_EMPLOYEE =
            new GroupChanged(ACME, ADA, Groups.CUSTOMER_ADMIN, Groups.CUSTOMER_EMPLOYEE, false);
    private static final CustomerEvent MADE_ADMIN =
            new GroupChanged(ACME, ADA, Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN, false);

    private final Databases databases;
    private MailDatabase database;
    private Ledger ledger;
    private LedgerSource source;
    private EventSerializer serializer;
    private JdbcEventStorage storage;
    private ConnectionProvider connections;
    private JdbcTokenStore tokens;
    private Configuration axon;
    private long sequenceNumber;

    MailProcessorTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = new MailDatabase(databases);
        ledger = new Ledger(
                new JdbcTemplate(database.dataSource), new JdbcTransactionManager(database.dataSource), database.clock);
        serializer = new EventSerializer(new Fixtures.Vault(), Map.of());
        source = new LedgerSource(ledger, serializer, NoOpEventUpcaster.INSTANCE, database.clock);
        storage = new JdbcEventStorage(database.dataSource, serializer, NoOpEventUpcaster.INSTANCE, ledger::seal);
        connections = new UnitOfWorkAwareConnectionProviderWrapper(
                new SpringDataSourceConnectionProvider(database.dataSource));
        tokens = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .schema(AxonTables.tokens())
                .serializer(serializer)
                .build();
    }

    @AfterEach
    void close() {
        if (axon != null) {
            axon.shutdown();
        }
        database.close();
    }

    @Test
    void mailsAlsoWhatHappenedBeforeItsVeryFirstStart() {
        open(ACME_OPENED, ADA_JOINED);
        var changed = record(MADE_EMPLOYEE);

        start(database.follower);

        await().until(() -> database.waiting().contains(changed));
        assertThat(database.waiting()).hasSize(1);
    }

    @Test
    void mailsWhatHappensWhileItRuns() {
        start(database.follower);
        open(ACME_OPENED, ADA_JOINED);

        var changed = record(MADE_EMPLOYEE);

        await().until(() -> database.waiting().contains(changed));
    }

    @Test
    void goesOnAfterARestartWhereItWas() {
        open(ACME_OPENED, ADA_JOINED);
        var before = record(MADE_EMPLOYEE);
        start(database.follower);
        await().until(() -> database.waiting().contains(before));
        axon.shutdown();
        var meanwhile = record(MADE_ADMIN);
        database.sql.sql("delete from mail").update();

        start(new MailFollower(
                database.memory,
                database.projects,
                database.queue,
                database.secrets,
                Groups.shipped(),
                database.clock));

        await().until(() -> database.waiting().contains(meanwhile));
        assertThat(database.waiting()).containsExactly(meanwhile);
    }

    @Test
    void parksWhatItCannotHandleAndHandlesItLater() {
        open(ACME_OPENED, ADA_JOINED);
        var broken = new AtomicBoolean(true);
        var failing =
                new MailQueue(database.jdbc, database.transactions, database.cipher, database.secrets, database.clock) {
                    @Override
                    void add(String mailId, CustomerId customerId, MailContent content, Instant dueAt) {
                        super.add(mailId, customerId, content, dueAt);
                        if (broken.get()) {
                            throw new IllegalStateException("a fault");
                        }
                    }
                };
        start(new MailFollower(
                database.memory, database.projects, failing, database.secrets, Groups.shipped(), database.clock));
        var first = record(MADE_EMPLOYEE);
        var second = record(MADE_ADMIN);
        var letters = axon.eventProcessingConfiguration()
                .deadLetterQueue(MailFollower.PROCESSING_GROUP)
                .orElseThrow();
        await().until(() -> letters.size() == 2);
        assertThat(database.waiting()).doesNotContain(second);

        broken.set(false);
        axon.eventProcessingConfiguration()
                .sequencedDeadLetterProcessor(MailFollower.PROCESSING_GROUP)
                .orElseThrow()
                .processAny();

        assertThat(database.waiting()).containsExactlyInAnyOrder(first, second);
        assertThat(letters.size()).isZero();
    }

    @Test
    void parksWhatComesAfterItInTheSameTransaction() {
        open(ACME_OPENED, ADA_JOINED);
        var first = record(MADE_EMPLOYEE);
        var second = record(MADE_ADMIN);
        var broken = new AtomicBoolean(true);
        var failingOnce =
                new MailQueue(database.jdbc, database.transactions, database.cipher, database.secrets, database.clock) {
                    @Override
                    void add(String mailId, CustomerId customerId, MailContent content, Instant dueAt) {
                        if (mailId.equals(first) && broken.getAndSet(false)) {
                            throw new IllegalStateException("a fault");
                        }
                        super.add(mailId, customerId, content, dueAt);
                    }
                };
        start(new MailFollower(
                database.memory, database.projects, failingOnce, database.secrets, Groups.shipped(), database.clock));

        var letters = axon.eventProcessingConfiguration()
                .deadLetterQueue(MailFollower.PROCESSING_GROUP)
                .orElseThrow();
        await().until(() -> letters.size() == 2);
        assertThat(database.waiting()).doesNotContain(first, second);
    }

    @Test
    void refusesToReplay() {
        start(database.follower);
        processor().shutDown();

        assertThatThrownBy(() -> processor().resetTokens()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mailsNothingOfAReplayHoweverThatCameAbout() {
        open(ACME_OPENED, ADA_JOINED);
        record(MADE_EMPLOYEE);
        database.transactions.executeWithoutResult(transaction -> tokens.initializeTokenSegments(
                MailFollower.PROCESSING_GROUP,
                1,
                ReplayToken.createReplayToken(source.createHeadToken(), source.createTailToken())));
        start(database.follower);

        record(MADE_ADMIN);

        await("the replay is over")
                .until(() -> processor().processingStatus().values().stream()
                        .anyMatch(status -> status.getCurrentPosition().orElse(0) == 4 && !status.isReplaying()));
        assertThat(database.mails.in(MailState.WAITING, 10)).isEmpty();
    }

    private void open(CustomerEvent... events) {
        List.of(events).forEach(this::record);
    }

    /** Answers the event's id. */
    private String record(CustomerEvent event) {
        var message = new GenericDomainEventMessage<>(
                "customer",
                ACME.toString(),
                sequenceNumber++,
                event,
                Map.of(),
                UUID.randomUUID().toString(),
                database.clock.instant());
        database.transactions.executeWithoutResult(transaction -> storage.appendEvents(message));
        return message.getIdentifier();
    }

    private void start(MailFollower follower) {
        var transactions = new SpringTransactionManager(new JdbcTransactionManager(database.dataSource));
        axon = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(c -> serializer)
                .configureTransactionManager(c -> transactions)
                .eventProcessing(processing -> {
                    processing.registerTokenStore(c -> tokens).registerEventHandler(c -> follower);
                    MailConfiguration.follow(processing, source, database.sql, connections, transactions, serializer);
                })
                .buildConfiguration();
        axon.start();
    }

    private PooledStreamingEventProcessor processor() {
        return axon.eventProcessingConfiguration()
                .eventProcessor(MailFollower.PROCESSING_GROUP, PooledStreamingEventProcessor.class)
                .orElseThrow();
    }
}
