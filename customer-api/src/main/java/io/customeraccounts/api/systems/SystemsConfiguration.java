package io.customeraccounts.api.systems;

import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.systems.Confirmations;
import io.customeraccounts.projections.systems.SqlResources;
import io.customeraccounts.projections.systems.Systems;
import java.time.Clock;
import org.axonframework.config.ConfigurerModule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What connected systems have said, and what they are asked. */
@Configuration(proxyBeanMethods = false)
class SystemsConfiguration {

    @Bean
    Systems systems(JdbcTemplate sql, Ledger ledger, Clock clock) {
        return new Systems(sql, ledger, clock);
    }

    @Bean
    Confirmations confirmations(JdbcTemplate sql, Clock clock) {
        return new Confirmations(sql, clock);
    }

    @Bean
    SqlResources resources(JdbcTemplate sql) {
        return new SqlResources(sql);
    }

    @Bean
    ConfigurerModule systemTables(JdbcClient sql) {
        return configurer -> configurer.eventProcessing(processing ->
                Confirmations.projections(sql).forEach(it -> processing.registerEventHandler(axon -> it)));
    }
}
