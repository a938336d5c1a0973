package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AxonOrderTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withPropertyValues("spring.datasource.url=jdbc:h2:mem:", "spring.datasource.generate-unique-name=true");

    @Test
    void givesAxonTheTransactionsOfTheDataSource() {
        application
                .withConfiguration(AutoConfigurations.of(
                        NoOpTransactionAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        AxonOrder.class))
                .run(context -> assertThat(context.getBean(TransactionManager.class))
                        .isInstanceOf(SpringTransactionManager.class));
    }

    @Test
    void isNeededBecauseAxonAloneWouldRunWithoutTransactions() {
        application
                .withConfiguration(AutoConfigurations.of(
                        NoOpTransactionAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        DataSourceAutoConfiguration.class))
                .run(context ->
                        assertThat(context.getBean(TransactionManager.class)).isInstanceOf(NoTransactionManager.class));
    }
}
