package io.customeraccounts.api.messaging;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every connection needs, on either database. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /**
     * On PostgreSQL: whoever waits for a lock longer than two seconds is told so, instead of holding a request for ever (H2
     * does that by itself), and errors do not quote the values of rows, which may be personal, into the log.
     */
    @Bean
    static BeanPostProcessor connections() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool
                        && String.valueOf(pool.getJdbcUrl())
                                .toLowerCase(Locale.ROOT)
                                .startsWith("jdbc:postgresql:")) {
                    pool.addDataSourceProperty("options", "-c lock_timeout=2s");
                    pool.addDataSourceProperty("logServerErrorDetail", "false");
                }
                return bean;
            }
        };
    }
}
