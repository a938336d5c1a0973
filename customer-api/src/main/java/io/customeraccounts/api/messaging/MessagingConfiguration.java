package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.customer.InvitationRules;
import io.customeraccounts.domain.values.Groups;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every command handler is given. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InvitationProperties.class)
class MessagingConfiguration {

    /** In UTC and whole microseconds: what both databases keep, so that a time read back is the time that was decided. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Bean
    Groups groups() {
        return Groups.shipped();
    }

    @Bean
    InvitationRules invitationRules(InvitationProperties properties) {
        return properties.rules();
    }

    @Bean
    CorrelationDataProvider origin() {
        return new OriginProvider();
    }
}
