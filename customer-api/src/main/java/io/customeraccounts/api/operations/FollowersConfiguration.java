package io.customeraccounts.api.operations;

import io.customeraccounts.projections.followers.DeadLetters;
import io.customeraccounts.projections.followers.Followers;
import java.time.Clock;
import org.axonframework.serialization.Serializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who follows the ledger, and what they could not handle. */
@Configuration(proxyBeanMethods = false)
class FollowersConfiguration {

    @Bean
    Followers whoFollows(JdbcClient sql, Serializer serializer) {
        return new Followers(sql, serializer);
    }

    @Bean
    DeadLetters deadLetters(JdbcClient sql, Clock clock) {
        return new DeadLetters(sql, clock);
    }
}
