package io.customeraccounts.api.operations;

import io.customeraccounts.domain.policies.ConfirmProjectDeletionWhenNothingRemains;
import io.customeraccounts.domain.policies.EndAccessWhenDue;
import io.customeraccounts.domain.policies.EndPartnerAccessWhenPartnerMembershipEnds;
import io.customeraccounts.domain.policies.EraseInvitationsLongAfterTheirEnd;
import io.customeraccounts.domain.policies.ErasePersonsWhoNeverConfirmed;
import io.customeraccounts.domain.policies.ExpireInvitationsWhenDue;
import io.customeraccounts.domain.policies.ExpireMembershipsWhenDue;
import io.customeraccounts.domain.policies.ExpirePaymentMethodsWhenDue;
import io.customeraccounts.domain.policies.ExpireUnconfirmedCustomersWhenDue;
import io.customeraccounts.domain.policies.GrantPlannedAccessWhenInvitationAccepted;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.policies.RemindUnpaidCustomersWhenDue;
import io.customeraccounts.domain.policies.RestrictUnpaidCustomersWhenDue;
import io.customeraccounts.domain.policies.RevokeProjectAccessWhenUserRemoved;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.groups.SqlGroups;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.messages.Messages;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.customeraccounts.projections.policymemory.SqlCustomersOfPersons;
import io.customeraccounts.projections.policymemory.SqlDueSheet;
import io.customeraccounts.projections.policymemory.SqlOpenGrants;
import io.customeraccounts.projections.policymemory.SqlPartnerAccess;
import io.customeraccounts.projections.policymemory.SqlPlannedAccess;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.rebuild.FollowerMemory;
import io.customeraccounts.projections.rebuild.MemoryRebuilder;
import io.customeraccounts.projections.rebuild.Rebuildable;
import io.customeraccounts.projections.rebuild.Rebuilder;
import io.customeraccounts.projections.rebuild.Rebuilds;
import io.customeraccounts.projections.users.Users;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.serialization.Serializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The read tables and memories that can be rebuilt, and how. */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

    @Bean
    Rebuilds rebuilds(JdbcClient sql, Clock clock, List<FollowerMemory.Source> others) {
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
                        Messages.READINGS),
                Stream.concat(
                                Stream.of(FollowerMemory.POLICIES, FollowerMemory.HISTORY),
                                others.stream().map(FollowerMemory.Source::memory))
                        .toList());
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

    @Bean(initMethod = "start", destroyMethod = "stop")
    MemoryRebuilder memoryRebuilder(
            Rebuilds rebuilds,
            LedgerSource source,
            DataSource database,
            PlatformTransactionManager transactions,
            Serializer serializer,
            Clock clock,
            Groups groups,
            PersonalDataVault vault,
            ReadableCopies copies,
            TransactionManager axonTransactions,
            List<FollowerMemory.Source> others) {
        return new MemoryRebuilder(
                Stream.concat(
                                Stream.of(
                                        FollowerMemory.POLICIES.by(
                                                sql -> remembering(sql, groups, vault, copies, axonTransactions)),
                                        FollowerMemory.HISTORY.by(sql -> Stream.concat(
                                                        PointInTime.projections(sql, groups).stream(),
                                                        Stream.of(History.projection(sql)))
                                                .toList())),
                                others.stream())
                        .toList(),
                rebuilds,
                source,
                database,
                transactions,
                serializer,
                clock);
    }

    /** Every policy, as it handles events: nobody lets these act, and no command that they send would reach anybody. */
    static List<TimeDrivenPolicy> remembering(
            JdbcClient sql,
            Groups groups,
            PersonalDataVault vault,
            ReadableCopies copies,
            TransactionManager transactions) {
        var sheet = new SqlDueSheet(sql);
        CommandGateway nobody = DefaultCommandGateway.builder()
                .commandBus(SimpleCommandBus.builder().build())
                .build();
        return List.of(
                new ExpireInvitationsWhenDue(sheet, nobody),
                new ExpireMembershipsWhenDue(sheet, nobody),
                new ExpireUnconfirmedCustomersWhenDue(sheet, nobody),
                new ExpirePaymentMethodsWhenDue(sheet, nobody),
                new RemindUnpaidCustomersWhenDue(sheet, nobody),
                new RestrictUnpaidCustomersWhenDue(sheet, nobody),
                new EraseInvitationsLongAfterTheirEnd(sheet, vault, copies, transactions),
                new ErasePersonsWhoNeverConfirmed(sheet, new SqlCustomersOfPersons(sql), vault, copies, transactions),
                new RevokeProjectAccessWhenUserRemoved(new SqlOpenGrants(sql), nobody),
                new EndPartnerAccessWhenPartnerMembershipEnds(new SqlPartnerAccess(sql), groups, nobody),
                new EndAccessWhenDue(sheet, nobody),
                new ConfirmProjectDeletionWhenNothingRemains(sheet, nobody),
                new GrantPlannedAccessWhenInvitationAccepted(new SqlPlannedAccess(sql), sheet, nobody));
    }
}
