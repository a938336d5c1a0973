package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.customer.Partners;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks partners and their users up in the read tables. Rows are locked before they are looked at, so that of two who decide
 * at the same time one sees what the other has done; always the partner's before that of its user.
 */
public final class SqlPartners implements Partners {

    private final JdbcClient sql;
    private final Groups groups;

    public SqlPartners(JdbcClient sql, Groups groups) {
        this.sql = sql;
        this.groups = groups;
    }

    @Override
    public boolean hold(CustomerId partnerId, Instant now) {
        return sql.sql("select kind, state from customer where customer_id = :partner for update")
                .param("partner", partnerId.value())
                // Only what could be used can have become a partner: whether it was confirmed in time is settled.
                .query((row, number) -> row.getString("kind").equals("PARTNER")
                        && CustomerState.valueOf(row.getString("state")).usable())
                .optional()
                .orElse(false);
    }

    @Override
    public boolean managesAny(CustomerId partnerId) {
        sql.sql("select customer_id from customer where customer_id = :partner for update")
                .param("partner", partnerId.value())
                .query()
                .listOfRows();
        return sql.sql("""
                        select count(*) from (
                            select 1 from customer
                            where managed_by = :partner and state not in ('CLOSED', 'EXPIRED')
                            limit 1) managed
                        """)
                        .param("partner", partnerId.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public boolean permits(Actor.PartnerUser user, Permission permission, Instant now) {
        return hold(user.partnerId(), now)
                && sql.sql("""
                                select group_name from customer_user
                                where active_person = :person and customer_id = :partner
                                  and (ends_at is null or ends_at > :now)
                                for update
                                """)
                        .param("person", user.personId().value())
                        .param("partner", user.partnerId().value())
                        .param("now", at(now))
                        .query((row, number) -> new GroupName(row.getString("group_name")))
                        .optional()
                        .flatMap(groups::find)
                        .filter(group -> group.allows(permission))
                        .isPresent();
    }
}
