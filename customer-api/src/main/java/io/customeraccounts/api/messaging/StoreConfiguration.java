package io.customeraccounts.api.messaging;

import io.customeraccounts.api.security.KeyEncryptionKey;
import io.customeraccounts.domain.customer.Customer;
import io.customeraccounts.domain.groups.AddedGroup;
import io.customeraccounts.domain.messages.Message;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.project.Project;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.ledger.Sealer;
import io.customeraccounts.projections.privacy.JdbcPersonalDataVault;
import io.customeraccounts.projections.store.AggregateRepository;
import io.customeraccounts.projections.store.AxonTables;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Where events are kept, how they are written, and the one order in which they are followed. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /** A follower that has not renewed its claim for this long has died, and another node takes over. */
    static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(6);

    /** Aggregates whose snapshots wait to be taken; more are left to the next time. */
    private static final int SNAPSHOTS_WAITING = 100;

    @Bean
    PersonalDataVault personalDataVault(JdbcClient sql, Clock clock, KeyEncryptionKey keyEncryptionKey) {
        return new JdbcPersonalDataVault(sql, clock, keyEncryptionKey.derive("personal data"));
    }

    /** For events, snapshots and tokens alike. */
    @Bean
    @Primary
    Serializer serializer(PersonalDataVault vault) {
        return new EventSerializer(
                vault,
                Map.of(
                        "customer.snapshot",
                        Customer.class,
                        "project.snapshot",
                        Project.class,
                        "message.snapshot",
                        Message.class,
                        "group.snapshot",
                        AddedGroup.class));
    }

    @Bean
    EventUpcaster upcasters() {
        return NoOpEventUpcaster.INSTANCE;
    }

    @Bean
    EventStorageEngine eventStorage(
            DataSource database, Serializer serializer, EventUpcaster upcasters, Sealer sealer) {
        return new JdbcEventStorage(database, serializer, upcasters, sealer::wake);
    }

    @Bean
    ConfigurerModule aggregates(
            PersonalDataVault vault, PlatformTransactionManager transactions, ExecutorService snapshots) {
        return configurer -> Stream.of(Customer.class, Project.class, Message.class, AddedGroup.class)
                .forEach(type -> register(type, configurer, vault, transactions, snapshots));
    }

    private static <T> void register(
            Class<T> type,
            Configurer configurer,
            PersonalDataVault vault,
            PlatformTransactionManager transactions,
            ExecutorService snapshots) {
        configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(type)
                .configureRepository(axon -> new AggregateRepository<>(type, axon, vault, transactions, snapshots)));
    }

    /** One thread: taking snapshots must not keep commands from the database. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService snapshots() {
        var threads = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(SNAPSHOTS_WAITING),
                Thread.ofPlatform().name("snapshots").daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Bean
    Ledger ledger(JdbcTemplate sql, PlatformTransactionManager transactions, Clock clock) {
        return new Ledger(sql, transactions, clock);
    }

    @Bean
    LedgerSource ledgerSource(Ledger ledger, Serializer serializer, EventUpcaster upcasters, Clock clock) {
        return new LedgerSource(ledger, serializer, upcasters, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    Sealer sealer(Ledger ledger, LedgerSource source, MeterRegistry metrics) {
        return new Sealer(ledger, source, metrics);
    }

    @Bean
    TokenStore tokens(ConnectionProvider connections, Serializer serializer) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(AxonTables.tokens())
                .contentType(byte[].class)
                .claimTimeout(CLAIM_TIMEOUT)
                // Axon's default is the process id and the host name, which are the same in copies of one container.
                .nodeId(UUID.randomUUID().toString())
                .build();
    }
}
