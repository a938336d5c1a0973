package io.customeraccounts.api.messaging;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What every connection needs, on either database. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** How much longer than a statement may take a server may be silent; it says itself that a statement took too long. */
    private static final Duration SILENT_LONGER = Duration.ofSeconds(5);

    /** Between two statements of a transaction, after which the server takes its locks from a node that has gone. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    private static final String LOCK_TIMEOUT = "-c lock_timeout=2s";

    /** No page is worth starting other processes for, which PostgreSQL may think of a statement that has a limit. */
    private static final String ALONE = " -c max_parallel_workers_per_gather=0";

    /**
     * On PostgreSQL: whoever waits for a lock longer than two seconds is told so, instead of holding a request for ever (H2
     * does that by itself); a node that stands still within a transaction loses its locks, so that others can go on, above
     * all with sealing; a statement and a silent server are given up after a while; and errors do not quote the values of
     * rows, which may be personal, into the log. What is set in {@code spring.datasource.hikari.data-source-properties} or
     * in the URL goes first.
     */
    @Bean
    static BeanPostProcessor connections(Environment settings) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool && isPostgres(pool)) {
                    var longest = settings.getProperty(
                            "customer-accounts.database.statement-timeout", Duration.class, Duration.ofSeconds(15));
                    properties(longest)
                            .forEach((property, value) ->
                                    pool.getDataSourceProperties().putIfAbsent(property, value));
                    pool.setExceptionOverride(new LeavesStandby());
                }
                return bean;
            }

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool
                        ? new Connections(pool, DiskReserve.of(String.valueOf(pool.getJdbcUrl())))
                        : bean;
            }
        };
    }

    private static boolean isPostgres(HikariDataSource pool) {
        return String.valueOf(pool.getJdbcUrl()).toLowerCase(Locale.ROOT).startsWith("jdbc:postgresql:");
    }

    private static Map<String, String> properties(Duration longestStatement) {
        return Map.of(
                "options",
                LOCK_TIMEOUT
                        + ALONE
                        + " -c statement_timeout=%d -c idle_in_transaction_session_timeout=%d"
                                .formatted(longestStatement.toMillis(), IDLE_IN_TRANSACTION.toMillis()),
                "socketTimeout",
                String.valueOf(longestStatement.plus(SILENT_LONGER).toSeconds()),
                "connectTimeout",
                "3",
                "tcpKeepAlive",
                "true",
                "logServerErrorDetail",
                "false",
                "reWriteBatchedInserts",
                "true");
    }

    /**
     * Migrations take as long as they take: on PostgreSQL, on connections of their own without the limits of requests. Their
     * numbers say which tables they are about, so that a database of an earlier version gets some that are smaller than its
     * last one.
     */
    @Bean
    static FlywayConfigurationCustomizer migrations(DataSource database, Environment settings) {
        return flyway -> {
            flyway.outOfOrder(true);
            var pool = pool(database);
            if (pool != null && isPostgres(pool) && !settings.containsProperty("spring.flyway.url")) {
                flyway.dataSource(withoutLimits(pool));
            }
        };
    }

    private static @Nullable HikariDataSource pool(DataSource database) {
        try {
            return database.isWrapperFor(HikariDataSource.class) ? database.unwrap(HikariDataSource.class) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataSource withoutLimits(HikariDataSource pool) {
        var unlimited = new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
        var properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.remove("socketTimeout");
        // Whoever waits to change a table keeps everybody else from it.
        properties.put("options", LOCK_TIMEOUT);
        unlimited.setConnectionProperties(properties);
        return unlimited;
    }
}
