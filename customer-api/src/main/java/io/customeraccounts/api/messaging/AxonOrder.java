package io.customeraccounts.api.messaging;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Puts the data source, transactions and meters before Axon. Axon 4.13 orders itself after names that Spring Boot 4 has
 * changed; without this it silently runs with no transaction at all.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        },
        beforeName = {
            "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration",
            "org.axonframework.springboot.autoconfig.MicrometerMetricsAutoConfiguration"
        })
class AxonOrder {}
