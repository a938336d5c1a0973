package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.customer.InvitationRules;
import io.customeraccounts.domain.customer.PartnerRules;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.groups.SqlGroups;
import java.time.Clock;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every command handler is given. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({InvitationProperties.class, PartnerProperties.class})
class MessagingConfiguration {

    @Bean
    Clock clock() {
        return CommandClock.system();
    }

    @Bean
    Groups groups(JdbcClient sql) {
        return new SqlGroups(sql);
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
