package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.policies.ConfirmProjectDeletionWhenNothingRemains;
import io.customeraccounts.domain.policies.CustomersOfPersons;
import io.customeraccounts.domain.policies.DueSheet;
import io.customeraccounts.domain.policies.EndAccessWhenDue;
import io.customeraccounts.domain.policies.EndPartnerAccessWhenPartnerMembershipEnds;
import io.customeraccounts.domain.policies.EraseInvitationsLongAfterTheirEnd;
import io.customeraccounts.domain.policies.ErasePersonsWhoNeverConfirmed;
import io.customeraccounts.domain.policies.ExpireInvitationsWhenDue;
import io.customeraccounts.domain.policies.ExpireMembershipsWhenDue;
import io.customeraccounts.domain.policies.ExpirePaymentMethodsWhenDue;
import io.customeraccounts.domain.policies.ExpireUnconfirmedCustomersWhenDue;
import io.customeraccounts.domain.policies.GrantPlannedAccessWhenInvitationAccepted;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.policies.RemindUnpaidCustomersWhenDue;
import io.customeraccounts.domain.policies.RestrictUnpaidCustomersWhenDue;
import io.customeraccounts.domain.policies.RevokeProjectAccessWhenUserRemoved;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.ledger.AfterImport;
import io.customeraccounts.projections.ledger.Following;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.customeraccounts.projections.policymemory.SqlCustomersOfPersons;
import io.customeraccounts.projections.policymemory.SqlDueSheet;
import io.customeraccounts.projections.policymemory.SqlOpenGrants;
import io.customeraccounts.projections.policymemory.SqlPartnerAccess;
import io.customeraccounts.projections.policymemory.SqlPlannedAccess;
import io.customeraccounts.projections.store.ParkedEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Who follows the events after they are committed: policies, mails and the history. Each reads the ledger in its order, customer by
 * customer, shared between the nodes. An event that cannot be handled is parked with those of the same customer that come
 * after it, and tried again every minute; nothing else waits for it.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class FollowerConfiguration {

    private static final String POLICIES = "policies";
    private static final String HISTORY = "history";

    /** As many nodes can share the work of one follower. */
    private static final int SEGMENTS = 4;

    private static final int EVENTS_PER_TRANSACTION = 50;

    /** How often a node looks for segments that nobody follows. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How often a node renews its claims; a third of {@link StoreConfiguration#CLAIM_TIMEOUT}. */
    private static final Duration RENEWAL = StoreConfiguration.CLAIM_TIMEOUT.dividedBy(3);

    /** For every follower. */
    @Bean
    ConfigurerModule sharing(Nodes nodes) {
        return configurer -> configurer.eventProcessing(processing -> processing
                .registerDefaultSequencingPolicy(axon -> Following::customerOf)
                .registerPooledStreamingEventProcessorConfiguration((axon, processor) -> processor
                        .maxSegmentProvider(nodes::share)
                        .tokenClaimInterval(LOOK.toMillis())
                        .claimExtensionThreshold(RENEWAL.toMillis())));
    }

    @Bean
    ConfigurerModule followers(
            LedgerSource ledger,
            JdbcClient sql,
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer serializer) {
        return configurer -> configurer.eventProcessing(processing -> processing
                .assignHandlerTypesMatching(
                        POLICIES, type -> type.getPackage().equals(TimeDrivenPolicy.class.getPackage()))
                .registerPooledStreamingEventProcessor(
                        POLICIES,
                        axon -> ledger,
                        (axon, processor) -> processor
                                .initialSegmentCount(SEGMENTS)
                                .batchSize(EVENTS_PER_TRANSACTION)
                                // Axon's default would take everything that is there at the first start for a replay.
                                .initialToken(StreamableMessageSource::createTailToken))
                .registerDeadLetterQueue(
                        POLICIES, axon -> new ParkedEvents(POLICIES, sql, connections, transactions, serializer)));
    }

    /** The lines of the history, and what was so from when to when: from the first event on. */
    @Bean
    ConfigurerModule historian(
            LedgerSource ledger,
            JdbcClient sql,
            Groups groups,
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer serializer) {
        return configurer -> configurer.eventProcessing(processing -> {
            PointInTime.projections(sql, groups)
                    .forEach(projection -> processing.registerEventHandler(axon -> projection));
            processing
                    .registerEventHandler(axon -> History.projection(sql))
                    .registerPooledStreamingEventProcessor(
                            HISTORY,
                            axon -> ledger,
                            (axon, processor) -> processor
                                    .initialSegmentCount(SEGMENTS)
                                    .batchSize(EVENTS_PER_TRANSACTION)
                                    .initialToken(StreamableMessageSource::createTailToken))
                    .registerDeadLetterQueue(
                            HISTORY, axon -> new ParkedEvents(HISTORY, sql, connections, transactions, serializer));
        });
    }

    @Bean
    DueSheet dueSheet(JdbcClient sql) {
        return new SqlDueSheet(sql);
    }

    @Bean
    CustomersOfPersons customersOfPersons(JdbcClient sql) {
        return new SqlCustomersOfPersons(sql);
    }

    @Bean
    ExpireInvitationsWhenDue expireInvitationsWhenDue(DueSheet sheet, CommandGateway commands) {
        return new ExpireInvitationsWhenDue(sheet, commands);
    }

    @Bean
    ExpireMembershipsWhenDue expireMembershipsWhenDue(DueSheet sheet, CommandGateway commands) {
        return new ExpireMembershipsWhenDue(sheet, commands);
    }

    @Bean
    ExpireUnconfirmedCustomersWhenDue expireUnconfirmedCustomersWhenDue(DueSheet sheet, CommandGateway commands) {
        return new ExpireUnconfirmedCustomersWhenDue(sheet, commands);
    }

    @Bean
    ExpirePaymentMethodsWhenDue expirePaymentMethodsWhenDue(DueSheet sheet, CommandGateway commands) {
        return new ExpirePaymentMethodsWhenDue(sheet, commands);
    }

    @Bean
    RemindUnpaidCustomersWhenDue remindUnpaidCustomersWhenDue(DueSheet sheet, CommandGateway commands) {
        return new RemindUnpaidCustomersWhenDue(sheet, commands);
    }

    @Bean
    RestrictUnpaidCustomersWhenDue restrictUnpaidCustomersWhenDue(DueSheet sheet, CommandGateway commands) {
        return new RestrictUnpaidCustomersWhenDue(sheet, commands);
    }

    @Bean
    EraseInvitationsLongAfterTheirEnd eraseInvitationsLongAfterTheirEnd(
            DueSheet sheet, PersonalDataVault vault, ReadableCopies copies, TransactionManager transactions) {
        return new EraseInvitationsLongAfterTheirEnd(sheet, vault, copies, transactions);
    }

    @Bean
    ErasePersonsWhoNeverConfirmed erasePersonsWhoNeverConfirmed(
            DueSheet sheet,
            CustomersOfPersons customers,
            PersonalDataVault vault,
            ReadableCopies copies,
            TransactionManager transactions) {
        return new ErasePersonsWhoNeverConfirmed(sheet, customers, vault, copies, transactions);
    }

    @Bean
    RevokeProjectAccessWhenUserRemoved revokeProjectAccessWhenUserRemoved(JdbcClient sql, CommandGateway commands) {
        return new RevokeProjectAccessWhenUserRemoved(new SqlOpenGrants(sql), commands);
    }

    @Bean
    EndPartnerAccessWhenPartnerMembershipEnds endPartnerAccessWhenPartnerMembershipEnds(
            JdbcClient sql, Groups groups, CommandGateway commands) {
        return new EndPartnerAccessWhenPartnerMembershipEnds(new SqlPartnerAccess(sql), groups, commands);
    }

    @Bean
    EndAccessWhenDue endAccessWhenDue(DueSheet sheet, CommandGateway commands) {
        return new EndAccessWhenDue(sheet, commands);
    }

    @Bean
    ConfirmProjectDeletionWhenNothingRemains confirmProjectDeletionWhenNothingRemains(
            DueSheet sheet, CommandGateway commands) {
        return new ConfirmProjectDeletionWhenNothingRemains(sheet, commands);
    }

    @Bean
    GrantPlannedAccessWhenInvitationAccepted grantPlannedAccessWhenInvitationAccepted(
            JdbcClient sql, DueSheet sheet, CommandGateway commands) {
        return new GrantPlannedAccessWhenInvitationAccepted(new SqlPlannedAccess(sql), sheet, commands);
    }

    /** What an invitation promised has been given, or recorded as skipped, or been taken away again since. */
    @Bean
    AfterImport promisesOfThePast(JdbcClient sql) {
        return now -> {
            sql.sql("delete from due where kind = 'GRANT_PLANNED_ACCESS'").update();
            sql.sql("delete from planned_access where membership_id is not null")
                    .update();
        };
    }

    /** Lets the policies act when a time has come, and tries again what could not be handled. On every node. */
    @Component
    static class Rounds {

        private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

        private final List<TimeDrivenPolicy> policies;
        private final EventProcessingConfiguration processing;
        private final Clock clock;

        Rounds(List<TimeDrivenPolicy> policies, EventProcessingConfiguration processing, Clock clock) {
            this.policies = List.copyOf(policies);
            this.processing = processing;
            this.clock = clock;
        }

        @Scheduled(fixedDelayString = "${customer-accounts.policies.interval:1s}")
        void act() {
            policies.forEach(policy -> policy.act(clock.instant()));
        }

        @Scheduled(initialDelayString = "1m", fixedDelayString = "1m")
        void tryAgain() {
            processing
                    .eventProcessors()
                    .keySet()
                    .forEach(follower -> processing
                            .sequencedDeadLetterProcessor(follower)
                            .filter(letters -> letters.processAny())
                            .ifPresent(letters -> LOG.info("{}: a parked event has been handled", follower)));
        }
    }
}
