package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.customer.Partners;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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
    public Optional<Standing> permits(Actor.PartnerUser user, Permission permission, Instant now) {
        return hold(user.partnerId(), now)
                ? holdUser("active_person", user.personId().value(), user.partnerId(), permission, now)
                : Optional.empty();
    }

    @Override
    public Optional<Standing> admits(PartnerMembership membership, Instant now) {
        return hold(membership.partnerId(), now)
                ? holdUser(
                        "active_person is not null and membership_id",
                        membership.membershipId().value(),
                        membership.partnerId(),
                        Permission.ENTER_MANAGED_CUSTOMER,
                        now)
                : Optional.empty();
    }

    private Optional<Standing> holdUser(
            String column, UUID id, CustomerId partnerId, Permission permission, Instant now) {
        record Found(GroupName group, Standing standing) {}
        return sql.sql("""
                        select membership_id, group_name, ends_at from customer_user
                        where %s = :id and customer_id = :partner and (ends_at is null or ends_at > :now)
                        for update
                        """.formatted(column))
                .param("id", id)
                .param("partner", partnerId.value())
                .param("now", at(now))
                .query((row, number) -> new Found(
                        new GroupName(row.getString("group_name")),
                        new Standing(new MembershipId(uuid(row, "membership_id")), instantOrNull(row, "ends_at"))))
                .optional()
                .filter(found -> groups.find(found.group())
                        .filter(group -> group.allows(permission))
                        .isPresent())
                .map(Found::standing);
    }

    @Override
    public boolean isOver(MembershipId membershipId, Instant now) {
        return sql.sql("""
                        select membership_id from customer_user
                        where membership_id = :membership
                          and active_person is not null and (ends_at is null or ends_at > :now)
                        """)
                .param("membership", membershipId.value())
                .param("now", at(now))
                .query()
                .listOfRows()
                .isEmpty();
    }
}
