package io.customeraccounts.api.mail;

import io.customeraccounts.api.security.KeyEncryptionKey;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.ledger.AfterImport;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.persons.Persons;
import io.customeraccounts.projections.rebuild.FollowerMemory;
import io.customeraccounts.projections.store.ParkedEvents;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the parts together; the mail server is the configured one, or the embedded one if none is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailProperties.class)
class MailConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(MailConfiguration.class);

    private static final int EVENTS_PER_TRANSACTION = 50;

    @Bean
    MailCipher mailCipher(KeyEncryptionKey keyEncryptionKey) {
        return new MailCipher(keyEncryptionKey.derive("mail"));
    }

    @Bean
    SecretHandover secretHandover(JdbcClient sql, MailCipher cipher, Clock clock) {
        return new SecretHandover(sql, cipher, clock);
    }

    @Bean
    MailQueue mailQueue(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MailCipher cipher,
            SecretHandover secrets,
            Clock clock) {
        return new MailQueue(jdbc, new TransactionTemplate(transactions), cipher, secrets, clock);
    }

    @Bean
    MailOutbox mailOutbox(MailQueue queue, SecretHandover secrets, Clock clock) {
        return new MailOutbox(queue, secrets, clock);
    }

    @Bean
    Mails mails(JdbcClient sql, Clock clock) {
        return new Mails(sql, clock);
    }

    // Following

    @Bean
    MailMemory mailMemory(JdbcClient sql) {
        return new MailMemory(sql);
    }

    @Bean
    MailProjects mailProjects(JdbcClient sql) {
        return new MailProjects(sql);
    }

    @Bean
    MailFollower mailFollower(
            MailMemory memory,
            MailProjects projects,
            MailQueue queue,
            SecretHandover secrets,
            Groups groups,
            Clock clock) {
        return new MailFollower(memory, projects, queue, secrets, groups, clock);
    }

    @Bean
    OperatorMailFollower operatorMailFollower(MailMemory memory, MailQueue queue, Clock clock) {
        return new OperatorMailFollower(memory, queue, clock);
    }

    @Bean
    ProjectMailFollower projectMailFollower(MailMemory memory, MailProjects projects, MailQueue queue, Clock clock) {
        return new ProjectMailFollower(memory, projects, queue, clock);
    }

    /** Remembers in copies, and forgets what is to be mailed and whose secret has had its time. */
    @Bean
    FollowerMemory.Source mailMemories(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MailCipher cipher,
            JdbcClient live,
            Groups groups,
            Clock clock) {
        var secrets = new SecretHandover(live, cipher, clock) {
            @Override
            public void forget(Secret.Hash hash) {
                // those of today are not to be touched
            }
        };
        var queue = new MailQueue(jdbc, new TransactionTemplate(transactions), cipher, secrets, clock) {
            @Override
            void add(String mailId, @Nullable CustomerId customerId, MailContent content, Instant dueAt) {
                // it has been mailed
            }
        };
        return MailMemory.REBUILDABLE.by(sql -> {
            var memory = new MailMemory(sql);
            var projects = new MailProjects(sql);
            return List.of(
                    new MailFollower(memory, projects, queue, secrets, groups, clock),
                    new OperatorMailFollower(memory, queue, clock),
                    new ProjectMailFollower(memory, projects, queue, clock));
        });
    }

    @Bean
    ConfigurerModule mailProcessor(
            LedgerSource ledger,
            JdbcClient sql,
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer serializer) {
        return configurer -> configurer.eventProcessing(
                processing -> follow(processing, ledger, sql, connections, transactions, serializer));
    }

    /**
     * From the first event on. What cannot be handled is parked, together with what comes after it from the same customer:
     * nobody else's mails wait for it.
     */
    static void follow(
            EventProcessingConfigurer processing,
            LedgerSource ledger,
            JdbcClient sql,
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer serializer) {
        processing
                .registerPooledStreamingEventProcessor(
                        MailFollower.PROCESSING_GROUP,
                        axon -> ledger,
                        (axon, processor) -> processor
                                .initialSegmentCount(1)
                                .batchSize(EVENTS_PER_TRANSACTION)
                                // Axon's default would take everything that is there at the first start for a replay.
                                .initialToken(StreamableMessageSource::createTailToken))
                .registerDeadLetterQueue(
                        MailFollower.PROCESSING_GROUP,
                        axon -> new ParkedEvents(
                                MailFollower.PROCESSING_GROUP, sql, connections, transactions, serializer));
    }

    /** Warnings of what is still to come stay. */
    @Bean
    AfterImport mailsOfThePast(JdbcClient sql) {
        return now -> sql.sql("delete from mail where due_at <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    // Sending

    @Bean
    MailDelivery mailDelivery(
            MailQueue queue,
            MailMemory memory,
            SecretHandover secrets,
            PersonalDataVault vault,
            Persons persons,
            Smtp smtp,
            CommandGateway commands,
            Clock clock,
            MeterRegistry meters,
            MailProperties properties,
            @Value("${customer-accounts.base-url}") URI baseUrl) {
        return new MailDelivery(
                queue,
                memory,
                secrets,
                new LetterWriter(vault, baseUrl.toString(), persons::language),
                smtp,
                commands,
                clock,
                meters,
                MailDelivery.Patience.NORMAL,
                properties.parallelism());
    }

    private static String from(MailProperties properties, URI baseUrl) {
        var from = properties.from();
        return from == null || from.isBlank() ? "Customer Accounts <no-reply@" + baseUrl.getHost() + ">" : from;
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(MailServerConfigured.Not.class)
    static class Embedded {

        @Bean
        Mailbox mailbox() {
            return new Mailbox();
        }

        @Bean(destroyMethod = "stop")
        EmbeddedMailServer embeddedMailServer(MailProperties properties, Mailbox mailbox, Clock clock) {
            return new EmbeddedMailServer(properties.embeddedPort(), mailbox, clock);
        }

        @Bean
        Smtp smtp(
                EmbeddedMailServer server,
                MailProperties properties,
                @Value("${customer-accounts.base-url}") URI baseUrl) {
            LOG.warn(
                    "No mail server is configured (spring.mail.host): mails go nowhere but to {}/dev/mailbox, "
                            + "where whoever reaches this service can read them",
                    baseUrl);
            return new Smtp(server.settings(), from(properties, baseUrl));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(MailServerConfigured.class)
    static class Configured {

        @Bean
        Smtp smtp(
                JavaMailSenderImpl settings,
                MailProperties properties,
                @Value("${customer-accounts.base-url}") URI baseUrl) {
            return new Smtp(settings, from(properties, baseUrl));
        }
    }

    /** The mailbox needs no sign-in where it exists. Elsewhere nothing answers there: 404, and not 401. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    SecurityFilterChain mailboxSecurity(HttpSecurity http) throws Exception {
        return http.securityMatcher("/dev/mailbox", "/dev/mailbox/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'")))
                .build();
    }

    // Watching

    @Bean
    HealthIndicator mailsHealthIndicator(Mails mails) {
        return () -> {
            try {
                var numbers = mails.numbers();
                return Health.up()
                        .withDetail("waiting", numbers.waiting())
                        .withDetail("oldestWaiting", numbers.oldest().toString())
                        .withDetail("parked", numbers.parked())
                        .build();
            } catch (DataAccessException away) {
                // That of the database says it.
                return Health.unknown().build();
            }
        };
    }

    @Bean
    MeterBinder mailMeters(Mails mails) {
        return meters -> {
            Gauge.builder(
                            "customer.accounts.mails.waiting",
                            mails,
                            it -> it.numbers().waiting())
                    .description("Mails that are due and not sent")
                    .register(meters);
            Gauge.builder(
                            "customer.accounts.mails.parked",
                            mails,
                            it -> it.numbers().parked())
                    .description("Mails that were given up within the last 30 days")
                    .register(meters);
            TimeGauge.builder(
                            "customer.accounts.mails.oldest",
                            mails,
                            TimeUnit.SECONDS,
                            it -> it.numbers().oldest().toSeconds())
                    .description("How long the longest waiting mail has been due")
                    .register(meters);
        };
    }
}
