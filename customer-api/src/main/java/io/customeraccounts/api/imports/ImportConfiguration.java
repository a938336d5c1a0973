package io.customeraccounts.api.imports;

import io.customeraccounts.projections.ledger.Import;
import java.time.Clock;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

    @Bean
    Import imports(
            JdbcTemplate sql,
            PlatformTransactionManager transactions,
            Serializer serializer,
            EventUpcaster upcasters,
            Clock clock) {
        return new Import(sql, transactions, serializer, upcasters, clock);
    }
}
