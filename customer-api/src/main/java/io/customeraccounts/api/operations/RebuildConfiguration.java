package io.customeraccounts.api.operations;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.groups.SqlGroups;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.messages.Messages;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.rebuild.Rebuildable;
import io.customeraccounts.projections.rebuild.Rebuilder;
import io.customeraccounts.projections.rebuild.Rebuilds;
import io.customeraccounts.projections.users.Users;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The read tables that can be rebuilt, and how. */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

    @Bean
    Rebuilds rebuilds(JdbcClient sql, Clock clock) {
        return new Rebuilds(
                sql,
                clock,
                List.of(
                        Customers.TABLE,
                        SqlGroups.TABLE,
                        Users.TABLE,
                        Invitations.TABLE,
                        GeneralData.TABLE,
                        GeneralData.BILLING_ADDRESSES,
                        GeneralData.PAYMENT_METHODS,
                        Projects.TABLE,
                        Projects.LOCATIONS,
                        Grants.TABLE,
                        Messages.TABLE,
                        Messages.READINGS));
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    Rebuilder rebuilder(
            Rebuilds rebuilds,
            LedgerSource source,
            Ledger ledger,
            DataSource database,
            PlatformTransactionManager transactions,
            PersonalDataVault vault,
            Groups groups) {
        return new Rebuilder(
                List.of(
                        new Rebuildable(Customers.TABLE, (table, keys) -> Customers.projection(table, groups)),
                        new Rebuildable(SqlGroups.TABLE, (table, keys) -> SqlGroups.projection(table)),
                        new Rebuildable(Users.TABLE, (table, keys) -> Users.projection(table, keys, groups)),
                        new Rebuildable(Invitations.TABLE, Invitations::projection),
                        new Rebuildable(GeneralData.TABLE, GeneralData::projection),
                        new Rebuildable(GeneralData.BILLING_ADDRESSES, GeneralData::billingAddressProjection),
                        new Rebuildable(GeneralData.PAYMENT_METHODS, GeneralData::paymentMethodProjection),
                        new Rebuildable(Projects.TABLE, (table, keys) -> Projects.projection(table)),
                        new Rebuildable(Projects.LOCATIONS, (table, keys) -> Projects.locationProjection(table)),
                        new Rebuildable(Grants.TABLE, (table, keys) -> Grants.projection(table)),
                        new Rebuildable(Messages.TABLE, (table, keys) -> Messages.projection(table)),
                        new Rebuildable(Messages.READINGS, (table, keys) -> Messages.readingProjection(table))),
                rebuilds,
                source,
                ledger,
                database,
                transactions,
                vault);
    }
}
