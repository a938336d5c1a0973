package io.customeraccounts.api;

import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.persons.Persons;
import io.customeraccounts.projections.users.Users;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The questions that the read side answers. */
@Configuration(proxyBeanMethods = false)
class ReadSide {

    @Bean
    Customers customers(JdbcClient sql, Clock clock) {
        return new Customers(sql, clock);
    }

    @Bean
    Users users(JdbcClient sql, Clock clock) {
        return new Users(sql, clock);
    }

    @Bean
    Invitations invitations(JdbcClient sql, Clock clock) {
        return new Invitations(sql, clock);
    }

    @Bean
    Persons persons(JdbcClient sql, PlatformTransactionManager transactions) {
        return new Persons(sql, new TransactionTemplate(transactions));
    }
}
