package io.customeraccounts.api.messaging;

import io.customeraccounts.api.mail.MailOutbox;
import io.customeraccounts.api.security.Account;
import io.customeraccounts.api.security.AccountCallers;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.domain.customer.AddressBook;
import io.customeraccounts.domain.customer.Partners;
import io.customeraccounts.domain.customer.ProjectsInUse;
import io.customeraccounts.domain.customer.Registrations;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.preview.Previews;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.access.AccessDecisions;
import io.customeraccounts.projections.access.FormerAccess;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.customers.SqlAddressBook;
import io.customeraccounts.projections.customers.SqlPartners;
import io.customeraccounts.projections.customers.SqlRegistrations;
import io.customeraccounts.projections.feed.Feed;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.generaldata.SqlProjectsInUse;
import io.customeraccounts.projections.groups.SqlGroups;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.messages.Messages;
import io.customeraccounts.projections.persons.Persons;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.customeraccounts.projections.previews.SqlPreviews;
import io.customeraccounts.projections.privacy.Erasures;
import io.customeraccounts.projections.privacy.People;
import io.customeraccounts.projections.privacy.PersonData;
import io.customeraccounts.projections.projects.ProjectExport;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.projects.SqlOwningCustomer;
import io.customeraccounts.projections.users.Users;
import java.time.Clock;
import org.axonframework.config.ConfigurerModule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables that answer questions, the questions, and what decisions look up. */
@Configuration(proxyBeanMethods = false)
class ReadSideConfiguration {

    @Bean
    Customers customerQueries(JdbcClient sql, Clock clock) {
        return new Customers(sql, clock);
    }

    @Bean
    Users userQueries(JdbcClient sql, Clock clock) {
        return new Users(sql, clock);
    }

    @Bean
    Invitations invitationQueries(JdbcClient sql, Clock clock) {
        return new Invitations(sql, clock);
    }

    @Bean
    Projects projectQueries(JdbcClient sql, Clock clock) {
        return new Projects(sql, clock);
    }

    @Bean
    Grants grantQueries(JdbcClient sql, Clock clock, Groups groups) {
        return new Grants(sql, clock, groups);
    }

    @Bean
    GeneralData generalDataQueries(JdbcClient sql, Clock clock) {
        return new GeneralData(sql, clock);
    }

    @Bean
    Erasures erasures(JdbcClient sql, Clock clock) {
        return new Erasures(sql, clock);
    }

    @Bean
    People people(JdbcClient sql, Clock clock) {
        return new People(sql, clock);
    }

    @Bean
    PersonData personData(JdbcClient sql) {
        return new PersonData(sql);
    }

    @Bean
    ProjectExport projectExport(JdbcClient sql) {
        return new ProjectExport(sql);
    }

    @Bean
    Messages messageQueries(JdbcClient sql, Clock clock) {
        return new Messages(sql, clock);
    }

    @Bean
    ProjectsInUse projectsInUse(JdbcClient sql) {
        return new SqlProjectsInUse(sql);
    }

    @Bean
    AccessDecisions accessDecisions(JdbcClient sql, Clock clock, Groups groups) {
        return new AccessDecisions(sql, clock, groups);
    }

    @Bean
    FormerAccess formerAccess(JdbcClient sql, Clock clock) {
        return new FormerAccess(sql, clock);
    }

    @Bean
    History history(JdbcClient sql) {
        return new History(sql);
    }

    @Bean
    PointInTime pointInTime(JdbcClient sql, Clock clock, Groups groups, LedgerSource ledger, PersonalDataVault vault) {
        return new PointInTime(sql, clock, groups, ledger, vault);
    }

    @Bean
    Feed feed(JdbcTemplate sql) {
        return new Feed(sql);
    }

    @Bean
    Persons persons(JdbcClient sql, PlatformTransactionManager transactions) {
        return new Persons(sql, new TransactionTemplate(transactions));
    }

    /** The read tables, what is known of persons, and the accounts of those who sign in here, with the mails to them. */
    @Bean
    ReadableCopies readableCopies(
            Users users,
            Invitations invitations,
            Persons persons,
            ObjectProvider<AccountCallers> callers,
            ObjectProvider<Accounts> accounts,
            MailOutbox mails) {
        return new ReadableCopies() {
            @Override
            public void erase(PersonId personId) {
                users.blank(personId);
                callers.stream().flatMap(it -> it.account(personId).stream()).forEach(this::erase);
                persons.erase(personId);
            }

            private void erase(Account account) {
                mails.forget(account.email());
                accounts.getObject().delete(account.id());
            }

            @Override
            public void erase(InvitationId invitationId) {
                invitations.blank(invitationId);
            }
        };
    }

    @Bean
    AddressBook addressBook(JdbcClient sql) {
        return new SqlAddressBook(sql);
    }

    @Bean
    Registrations registrations(JdbcClient sql) {
        return new SqlRegistrations(sql);
    }

    @Bean
    Partners partners(JdbcClient sql, Groups groups) {
        return new SqlPartners(sql, groups);
    }

    @Bean
    OwningCustomer owningCustomer(JdbcClient sql, Clock clock) {
        return new SqlOwningCustomer(sql, clock);
    }

    @Bean
    Previews previews(JdbcClient sql, AddressBook addresses, Groups groups) {
        return new SqlPreviews(sql, addresses, groups);
    }

    @Bean
    ConfigurerModule readTables(JdbcClient sql, PersonalDataVault vault, Groups groups) {
        return configurer -> configurer.eventProcessing(processing -> processing
                .registerEventHandler(axon -> Customers.projection(Customers.TABLE.live(sql), groups))
                .registerEventHandler(axon -> SqlGroups.projection(SqlGroups.TABLE.live(sql)))
                .registerEventHandler(axon -> Users.projection(Users.TABLE.live(sql), vault, groups))
                .registerEventHandler(axon -> Invitations.projection(Invitations.TABLE.live(sql), vault))
                .registerEventHandler(axon -> GeneralData.projection(GeneralData.TABLE.live(sql), vault))
                .registerEventHandler(
                        axon -> GeneralData.billingAddressProjection(GeneralData.BILLING_ADDRESSES.live(sql), vault))
                .registerEventHandler(
                        axon -> GeneralData.paymentMethodProjection(GeneralData.PAYMENT_METHODS.live(sql), vault))
                .registerEventHandler(axon -> Projects.projection(Projects.TABLE.live(sql)))
                .registerEventHandler(axon -> Projects.locationProjection(Projects.LOCATIONS.live(sql)))
                .registerEventHandler(axon -> Grants.projection(Grants.TABLE.live(sql)))
                .registerEventHandler(axon -> Messages.projection(Messages.TABLE.live(sql)))
                .registerEventHandler(axon -> Messages.readingProjection(Messages.READINGS.live(sql))));
    }
}
