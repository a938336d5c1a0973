package io.customeraccounts.api.messaging;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Puts the data source and transactions before Axon. Axon 4.13 orders itself after names that Spring Boot 4 has
 * changed; without this it silently runs with no transaction at all.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration"
        },
        beforeName = {
            "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration"
        })
class AxonOrder {}
