package io.customeraccounts.projections.users;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.paging.SearchText;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The users of each customer and the customers of each person, as the events up to the last acknowledged command left
 * them. Who is active is judged by the clock at each question: nothing is kept from one question to the next.
 */
public final class Users {

    public static final ReadTable TABLE = new ReadTable(
            "customer_user",
            "membership_id",
            List.of("active_person", "customer_id"),
            Set.of("full_name", "email", "canonical_email", "search_text", "by_name", "by_email", "by_group"));

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which memberships have reached their end */
    public Users(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The event handlers that keep the table {@code customer_user}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table, PersonalDataVault vault, Groups groups) {
        return new UserProjection(table, vault, groups);
    }

    /**
     * How the person stands in the customer; empty if they are no active user of it. Also answered for customers that are
     * closed, expired or not confirmed yet: see {@link Standing#customerState}.
     */
    public Optional<Standing> membershipOf(PersonId personId, CustomerId customerId) {
        var now = clock.instant();
        return sql.sql("""
                        select u.membership_id, u.group_name, c.state, c.confirm_by, c.payment_due_by
                        from customer_user u join customer c on c.customer_id = u.customer_id
                        where u.active_person = :person and u.customer_id = :customer
                          and (u.ends_at is null or u.ends_at > :now)
                        """)
                .param("person", personId.value())
                .param("customer", customerId.value())
                .param("now", at(now))
                .query((row, number) -> new Standing(
                        new MembershipId(uuid(row, "membership_id")),
                        new GroupName(row.getString("group_name")),
                        state(row, now)))
                .optional();
    }

    /** How the person stands in the partner that manages the customer; empty if none does, or they are no active user of it. */
    public Optional<PartnerStanding> inPartnerOf(CustomerId customerId, PersonId personId) {
        return sql.sql("""
                        select p.customer_id, u.membership_id, u.group_name
                        from customer c
                        join customer p on p.customer_id = c.managed_by
                        join customer_user u on u.customer_id = p.customer_id and u.active_person = :person
                        where c.customer_id = :customer
                          and p.kind = 'PARTNER' and p.state in ('ACTIVE', 'NO_ADMIN')
                          and (u.ends_at is null or u.ends_at > :now)
                        """)
                .param("person", personId.value())
                .param("customer", customerId.value())
                .param("now", at(clock.instant()))
                .query((row, number) -> new PartnerStanding(
                        new CustomerId(uuid(row, "customer_id")),
                        new MembershipId(uuid(row, "membership_id")),
                        new GroupName(row.getString("group_name"))))
                .optional();
    }

    /** The active user with this membership. */
    public Optional<UserRow> find(CustomerId customerId, MembershipId membershipId) {
        return find(customerId, List.of(membershipId)).stream().findFirst();
    }

    /** The active users with these memberships, in no order. */
    public List<UserRow> find(CustomerId customerId, Collection<MembershipId> membershipIds) {
        if (membershipIds.isEmpty()) {
            return List.of();
        }
        return sql.sql("""
                        select * from customer_user
                        where membership_id in (:memberships) and customer_id = :customer
                          and active_person is not null and (ends_at is null or ends_at > :now)
                        """)
                .param(
                        "memberships",
                        membershipIds.stream().map(MembershipId::value).toList())
                .param("customer", customerId.value())
                .param("now", at(clock.instant()))
                .query((row, number) -> read(row))
                .list();
    }

    /** The membership, whether active or long ended. */
    public Optional<UserRow> presentOrFormer(MembershipId membershipId) {
        return sql.sql("select * from customer_user where membership_id = :membership")
                .param("membership", membershipId.value())
                .query((row, number) -> read(row))
                .optional();
    }

    /**
     * The active users of the customer.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list: same
     *     customer, filter, order and direction
     */
    public Page<UserRow> page(
            CustomerId customerId, UserFilter filter, UserOrder order, boolean descending, PageRequest request) {
        var search =
                filter.search() == null ? "" : OrderKey.folded(filter.search()).strip();
        var group = filter.group() == null ? null : filter.group().value();
        // Under by_group, a group's users stand together in the order of their names: no need to pick them one by one.
        var together = order == UserOrder.NAME || order == UserOrder.GROUP ? group : null;
        var key = together == null ? order.column() : UserOrder.GROUP.column();
        var low = together == null ? OrderKey.lowest() : OrderKey.before(together);
        var high = together == null ? OrderKey.highest() : OrderKey.after(together);

        var list = "users of " + customerId + "\n" + key + "\n" + descending + "\n" + group + "\n" + search;
        var start = request.start(list);
        if (SearchText.isNowhere(search)) {
            return new Page<>(List.of(), null);
        }
        var direction = descending ? "desc" : "asc";
        // H2 goes through an index in its order only if told to order by all of its columns.
        var found = sql.sql("""
                        select *
                        from customer_user
                        where customer_id = :customer
                          and %1$s > :low and %1$s < :high
                          and (ends_at is null or ends_at > :now)
                          %3$s
                          %4$s
                        order by customer_id %2$s, %1$s %2$s
                        limit :limit
                        """.formatted(
                                key,
                                direction,
                                group == null || together != null ? "" : "and group_name = :group",
                                search.isEmpty() ? "" : "and position(:search in search_text) > 0"))
                .param("customer", customerId.value())
                .param("low", start == null || descending ? low : start)
                .param("high", start == null || !descending ? high : start)
                .param("now", at(clock.instant()))
                .param("group", group)
                .param("search", search)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes(key), read(row)))
                .list();
        return Page.of(found, request, list);
    }

    /** Every active membership of the person in a customer that has not ended, by the customers' names. */
    public List<MembershipRow> membershipsOf(PersonId personId) {
        var now = clock.instant();
        return sql.sql("""
                        select u.membership_id, u.group_name, u.joined_at, u.ends_at, u.version,
                               c.customer_id, c.identifier, c.name, c.kind, c.state, c.confirm_by, c.payment_due_by
                        from customer_user u join customer c on c.customer_id = u.customer_id
                        where u.active_person = :person
                          and (u.ends_at is null or u.ends_at > :now)
                          and (c.state in ('ACTIVE', 'NO_ADMIN')
                               or c.state = 'PENDING_CONFIRMATION' and c.confirm_by > :now)
                        order by c.by_name
                        """)
                .param("person", personId.value())
                .param("now", at(now))
                .query((row, number) -> new MembershipRow(
                        new MembershipId(uuid(row, "membership_id")),
                        new CustomerId(uuid(row, "customer_id")),
                        row.getString("identifier"),
                        row.getString("name"),
                        CustomerKind.valueOf(row.getString("kind")),
                        state(row, now),
                        new GroupName(row.getString("group_name")),
                        instant(row, "joined_at"),
                        instantOrNull(row, "ends_at"),
                        row.getLong("version")))
                .list();
    }

    /**
     * Removes name and addresses of a person whose key is destroyed from every membership, present or ended. Replaying the
     * events gives the same rows from then on.
     */
    public void blank(PersonId personId) {
        TABLE.heldWithCopy(sql).forEach(table -> blank(table, personId));
    }

    private void blank(String table, PersonId personId) {
        sql.sql("""
                update %s set full_name = null, email = null, canonical_email = null, search_text = null
                where person_id = :person
                """.formatted(table)).param("person", personId.value()).update();
        sql.sql("""
                select membership_id, group_name from %s
                where person_id = :person and active_person is not null
                """.formatted(table))
                .param("person", personId.value())
                .query((row, number) -> Map.entry(uuid(row, "membership_id"), row.getString("group_name")))
                .list()
                .forEach(user -> listAsErased(table, user.getKey(), user.getValue()));
    }

    private void listAsErased(String table, UUID membershipId, String group) {
        var byName = UserProjection.byName(membershipId, null);
        sql.sql("""
                update %s set by_name = :byName, by_email = :byEmail, by_group = :byGroup
                where membership_id = :membership
                """.formatted(table))
                .param("byName", byName)
                .param("byEmail", UserProjection.byEmail(membershipId, null))
                .param("byGroup", OrderKey.within(group, byName))
                .param("membership", membershipId)
                .update();
    }

    private static CustomerState state(ResultSet row, Instant now) throws SQLException {
        return CustomerState.at(
                now,
                CustomerState.valueOf(row.getString("state")),
                instantOrNull(row, "confirm_by"),
                instantOrNull(row, "payment_due_by"));
    }

    private static UserRow read(ResultSet row) throws SQLException {
        return new UserRow(
                new MembershipId(uuid(row, "membership_id")),
                new CustomerId(uuid(row, "customer_id")),
                new PersonId(uuid(row, "person_id")),
                textOrNull(row, "full_name"),
                textOrNull(row, "email"),
                new GroupName(row.getString("group_name")),
                Language.valueOf(row.getString("language")),
                invitationId(uuidOrNull(row, "invitation_id")),
                membershipId(uuidOrNull(row, "former_membership_id")),
                throughPartner(row),
                instant(row, "joined_at"),
                instantOrNull(row, "ends_at"),
                instantOrNull(row, "ended_at"),
                removalCause(textOrNull(row, "ended_because")),
                row.getLong("version"));
    }

    private static @Nullable PartnerMembership throughPartner(ResultSet row) throws SQLException {
        var partner = uuidOrNull(row, "partner_id");
        return partner == null
                ? null
                : new PartnerMembership(new CustomerId(partner), new MembershipId(uuid(row, "partner_membership_id")));
    }

    private static @Nullable InvitationId invitationId(@Nullable UUID value) {
        return value == null ? null : new InvitationId(value);
    }

    private static @Nullable MembershipId membershipId(@Nullable UUID value) {
        return value == null ? null : new MembershipId(value);
    }

    private static @Nullable RemovalCause removalCause(@Nullable String value) {
        return value == null ? null : RemovalCause.valueOf(value);
    }
}
