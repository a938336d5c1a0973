package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.customer.InvitationRules;
import io.customeraccounts.domain.customer.PartnerRules;
import io.customeraccounts.domain.values.Groups;
import java.time.Clock;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every command handler is given. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({InvitationProperties.class, PartnerProperties.class})
class MessagingConfiguration {

    @Bean
    Clock clock() {
        return CommandClock.system();
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
    PartnerRules partnerRules(PartnerProperties properties) {
        return properties.rules();
    }

    @Bean
    CorrelationDataProvider origin() {
        return new OriginProvider();
    }
}
