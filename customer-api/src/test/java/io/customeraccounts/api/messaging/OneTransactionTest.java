package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.CustomerCommand.RenameCustomer;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Databases.class)
@TestInstance(PER_CLASS)
class OneTransactionTest {

    private static final String HALF_WRITTEN = "half written";

    /** Everything that an invitation leaves behind. What followers do is not here: they act on what was committed. */
    private static final List<String> TABLES = List.of(
            "domain_event",
            "unsealed_event",
            "ledger",
            "idempotency",
            "invitation",
            "secret_handover",
            "personal_key",
            "customer where name = '" + HALF_WRITTEN + "'");

    @Parameter
    Databases kind;

    private TestService service;
    private Company acme;
    private ReadTable planted;
    private ForgivenTable forgiven;

    @BeforeParameterizedClassInvocation
    void start() {
        service = TestService.with(kind, Planted.class);
        planted = service.bean(ReadTable.class);
        forgiven = service.bean(ForgivenTable.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        service.close();
    }

    @BeforeEach
    void open() {
        planted.how = How.WORK;
        planted.transactions.clear();
        forgiven.fails = false;
        acme = Company.of(service);
        // Secrets are given away with the mails that another test has caused; after that nothing changes by itself.
        Waiting.until(() -> left().get("secret_handover") == 0);
    }

    @Test
    void leavesNothingOfACommandWhoseReadTableFails() {
        planted.how = How.FAIL;

        assertNothingIsLeft();

        planted.how = How.WORK;
        invite().expect(201);
    }

    @Test
    void wouldNoticeAReadTableThatIsWrittenOutsideOfTheTransaction() {
        planted.how = How.FAIL_OUTSIDE;

        assertThatThrownBy(this::assertNothingIsLeft)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(HALF_WRITTEN);
    }

    @Test
    void wouldNoticeAReadTableWhoseFailureIsForgiven() {
        forgiven.fails = true;

        assertThatThrownBy(this::assertNothingIsLeft).isInstanceOf(AssertionError.class);
    }

    private void assertNothingIsLeft() {
        var before = left();

        var reply = invite();

        assertThat(left()).isEqualTo(before);
        reply.expectProblem(500, "internal-error");
    }

    private Reply invite() {
        return acme.admin().post(acme.path() + "/invitations", """
                {"fullName":"Ben Beech","email":"ben@beech.example"}""", "Idempotency-Key", "invite-ben");
    }

    /** An event waits for the ledger, or is in it. */
    private Map<String, Long> left() {
        var sql = service.bean(JdbcClient.class);
        var left = new TreeMap<String, Long>();
        TABLES.forEach(table -> left.put(
                table,
                sql.sql("select count(*) from " + table).query(Long.class).single()));
        left.merge("ledger", left.remove("unsealed_event"), Long::sum);
        return left;
    }

    @Test
    void runsCommandsAndReadTablesInATransactionWhoeverSendsThem() {
        assertThat(service.bean(TransactionManager.class)).isInstanceOf(SpringTransactionManager.class);
        var inCommandHandlers = new CopyOnWriteArrayList<Boolean>();
        var watching = service.bean(CommandBus.class).registerHandlerInterceptor((unitOfWork, chain) -> {
            inCommandHandlers.add(TransactionSynchronizationManager.isActualTransactionActive());
            return chain.proceed();
        });

        try {
            invite().expect(201);
            service.bean(CommandGateway.class)
                    .sendAndWait(new RenameCustomer(
                            CustomerId.parse(acme.id()),
                            new Actor.Person(acme.admin().personId()),
                            new CustomerName("ACME & Daughters"),
                            null));
        } finally {
            watching.cancel();
        }

        assertThat(inCommandHandlers).containsExactly(true, true);
        assertThat(planted.transactions).containsExactly(true, true);
    }

    private enum How {
        WORK,
        FAIL,
        FAIL_OUTSIDE
    }

    @ProcessingGroup(ProcessingConfiguration.READ_TABLES)
    static final class ReadTable {

        private final List<Boolean> transactions = new CopyOnWriteArrayList<>();
        private final JdbcClient sql;
        private final TransactionTemplate outside;
        private volatile How how = How.WORK;

        ReadTable(JdbcClient sql, PlatformTransactionManager transactions) {
            this.sql = sql;
            outside = new TransactionTemplate(transactions);
            outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        }

        @EventHandler
        void on(CustomerRenamed event) {
            transactions.add(TransactionSynchronizationManager.isActualTransactionActive());
        }

        @EventHandler
        void on(UserInvited event) {
            transactions.add(TransactionSynchronizationManager.isActualTransactionActive());
            switch (how) {
                case WORK -> {}
                case FAIL -> {
                    halfWrite(event);
                    throw new IllegalStateException("planted");
                }
                case FAIL_OUTSIDE -> {
                    outside.executeWithoutResult(transaction -> halfWrite(event));
                    throw new IllegalStateException("planted");
                }
            }
        }

        private void halfWrite(UserInvited event) {
            sql.sql("update customer set name = :name where customer_id = :customer")
                    .param("name", HALF_WRITTEN)
                    .param("customer", event.customerId().value())
                    .update();
        }
    }

    /** Axon's own setting for processors: failures are logged, and nothing else. */
    @ProcessingGroup("forgiven")
    static final class ForgivenTable {

        private volatile boolean fails;

        @EventHandler
        void on(UserInvited event) {
            if (fails) {
                throw new IllegalStateException("planted");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Planted {

        @Bean
        ReadTable plantedReadTable(JdbcClient sql, PlatformTransactionManager transactions) {
            return new ReadTable(sql, transactions);
        }

        @Bean
        ForgivenTable forgivenTable() {
            return new ForgivenTable();
        }

        @Bean
        ConfigurerModule forgiving() {
            return configurer ->
                    configurer.eventProcessing(processing -> processing.registerSubscribingEventProcessor("forgiven"));
        }
    }
}
