package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.pointintime.Conditions.lasting;
import static io.customeraccounts.projections.pointintime.Conditions.now;
import static io.customeraccounts.projections.pointintime.Conditions.ofTime;
import static io.customeraccounts.projections.pointintime.Conditions.stretches;
import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Finds what is different at two times. If little has happened in between, only what began or ended then is looked at, however
 * large the customer is; otherwise what was so at the one time and at the other, however much has happened, and if that is much,
 * too, user by user until the page is full.
 */
final class AccessChanges {

    /** Events of the customer between the times. */
    private static final int LITTLE = 2_000;

    /** Grants that were open at one time. */
    private static final int MANY = 2_000;

    /**
     * Everything of so many users is looked at first; of as many next, if that could fill the page, otherwise of {@value #MORE}
     * times as many. Only few numbers, because each is a statement of its own to plan.
     */
    private static final int FEW = 8;

    private static final int MORE = 4;

    /** A statement can have 65,535 parameters, and names its users several times. */
    private static final int MOST = 512;

    private static final UUID NONE = new UUID(0, 0);

    /** Whose membership can have become another one; those who hang on a partner hang on what happens there. */
    private static final String CHANGED_USERS = """
            select membership_id from past_user
            where customer_id = :customer and from_at > :first and from_at <= :last
            union
            select membership_id from past_user
            where customer_id = :customer and to_at > :first and to_at <= :last
            union
            select membership_id from past_user
            where customer_id = :customer and ends_at > :first and ends_at <= :last
            union
            select membership_id from past_user
            where customer_id = :customer and partner_id is not null
            """;

    private static final String CHANGED_PROJECTS = """
            select distinct project_id from past_project
            where customer_id = :customer and from_at > :first and from_at <= :last
            """;

    /** By which access can have become another one at the time, some of them twice. */
    private static final String CHANGED_GRANTS = """
            (select * from past_grant s
             where s.customer_id = :customer and s.from_at > :first and s.from_at <= :last and %1$s
             union all
             select * from past_grant s
             where s.customer_id = :customer and s.to_at > :first and s.to_at <= :last and %1$s
             union all
             select * from past_grant s
             where s.customer_id = :customer and s.ends_at > :first and s.ends_at <= :last and %1$s
             union all
             select * from %2$s u
             union all
             select * from %3$s p)
            """.formatted(
                    now("s"),
                    stretches("past_grant", "membership_id in (:users)"),
                    stretches("past_grant", "project_id in (:projects)"));

    private static final String USERS = """
            (select * from past_user s
             where s.customer_id = :customer and s.membership_id in (:users) and %s)
            """.formatted(now("s"));

    private static final String OF_CHANGED = statement(USERS, CHANGED_GRANTS);

    private static final String OF_ALL = statement(
            stretches("past_user", "customer_id", ":customer"), stretches("past_grant", "customer_id", ":customer"));

    private static final String OF_USERS = statement(USERS, stretches("past_grant", "membership_id in (:users)"));

    private final JdbcClient sql;

    private final int little;
    private final int many;

    AccessChanges(JdbcClient sql) {
        this(sql, LITTLE, MANY);
    }

    /**
     * @param little the most events that can be between two times at which only what began or ended is looked at
     * @param many the most grants that can be open where everything is looked at at once
     */
    AccessChanges(JdbcClient sql, int little, int many) {
        this.sql = sql;
        this.little = little;
        this.many = many;
    }

    private static String statement(String users, String grants) {
        return """
            select c.*,
                   (select u.person_id from past_user u where u.membership_id = c.membership_id limit 1) as person_id,
                   (select h.position from history_entry h
                    where h.membership_id = c.membership_id
                      and (h.project_id = c.project_id or (h.project_id is null and c.project_id = :none))
                      and h.occurred_at > :first and h.occurred_at <= :last
                    order by h.membership_id, h.occurred_at desc, h.position desc
                    limit 1) as last_event
            from (
                select membership_id, project_id, max(old_value) as old_value, max(new_value) as new_value
                from (%s union all %s union all %s union all %s) x
                where membership_id >= :membership and (membership_id > :membership or project_id > :project)
                group by membership_id, project_id
                having max(old_value) is distinct from max(new_value)
                order by membership_id, project_id
                limit :limit) c
            order by c.membership_id, c.project_id
            """.formatted(
                        members(users, "u.group_name", "cast(null as varchar)", "1"),
                        members(users, "cast(null as varchar)", "u.group_name", "2"),
                        accesses(grants, "r.role", "cast(null as varchar)", "1"),
                        accesses(grants, "cast(null as varchar)", "r.role", "2"));
    }

    private static String members(String users, String before, String after, String time) {
        return ofTime(time, """
                select u.membership_id, cast('%s' as uuid) as project_id, %s as old_value, %s as new_value
                from %s u where %s
                """.formatted(NONE, before, after, users, lasting("u")));
    }

    /**
     * The role in each project first, and only then whether it gave access, by keys. In a join PostgreSQL, which takes thousands of
     * grants for a handful, compares each of them with every project of every customer.
     */
    private static String accesses(String grants, String before, String after, String time) {
        return ofTime(time, """
                select r.membership_id, r.project_id, %s as old_value, %s as new_value
                from (
                    select g.membership_id, g.project_id, max(g.role) as role from %s g
                    where g.ends_at is null or g.ends_at > :at
                    group by g.membership_id, g.project_id) r
                where (select count(*) from past_customer c
                       where c.customer_id = :customer and %s and c.state in ('ACTIVE', 'NO_ADMIN')) > 0
                  and (select count(*) from past_project p
                       where p.project_id = r.project_id and %s and p.state = 'ACTIVE') > 0
                  and (select count(*) from past_user u
                       where u.membership_id = r.membership_id and %s and %s) > 0
                """.formatted(before, after, grants, now("c"), now("p"), now("u"), lasting("u")));
    }

    /** @param entering names of the groups of partners whose users may add themselves to managed customers */
    Page<AccessChange> between(
            CustomerId customerId, Instant from, Instant to, List<String> entering, PageRequest request) {
        var list = "access changes of " + customerId + " from " + from + " to " + to;
        var question = new Question(customerId, from, to, entering, request.limit() + 1);
        var after = IdPair.of(request.start(list));
        var changed = changed(customerId, question.first(), question.last());
        var found = changed.isPresent()
                ? withTimes(ask(OF_CHANGED, question, after, changed.get().users()), question)
                        .param("projects", changed.get().projects())
                        .query(AccessChanges::read)
                        .list()
                : hasMany(customerId, from) || hasMany(customerId, to)
                        ? ofAllUsers(question, after)
                        : withTimes(ask(OF_ALL, question, after, List.of()), question)
                                .query(AccessChanges::read)
                                .list();
        return Page.of(found, request, list);
    }

    private List<Keyed<AccessChange>> ofAllUsers(Question question, IdPair after) {
        var found = new ArrayList<Keyed<AccessChange>>();
        var users = users(question.customerId(), ">=", after.first(), FEW);
        while (!users.isEmpty()) {
            var ofThese = withTimes(ask(OF_USERS, question, after, users), question)
                    .query(AccessChanges::read)
                    .list();
            found.addAll(ofThese);
            var missing = question.limit() - found.size();
            users = missing > 0
                    ? users(
                            question.customerId(),
                            ">",
                            users.getLast(),
                            missing > ofThese.size() ? Math.min(users.size() * MORE, MOST) : users.size())
                    : List.of();
        }
        return found.subList(0, Math.min(found.size(), question.limit()));
    }

    private static StatementSpec withTimes(StatementSpec statement, Question question) {
        return statement
                .param("begun1", Intervals.begunBy(question.from()))
                .param("notOver1", Intervals.notOverBy(question.from()))
                .param("begun2", Intervals.begunBy(question.to()))
                .param("notOver2", Intervals.notOverBy(question.to()));
    }

    /** Looks no further than it has to. */
    private boolean hasMany(CustomerId customerId, Instant at) {
        return sql.sql("select count(*) from (select 1 from %s g limit :limit) x"
                                .formatted(stretches("past_grant", "customer_id", ":customer")))
                        .param("customer", customerId.value())
                        .param("at", at(at))
                        .param("begun", Intervals.begunBy(at))
                        .param("notOver", Intervals.notOverBy(at))
                        .param("limit", many + 1)
                        .query(Integer.class)
                        .single()
                > many;
    }

    /** Who was a user of the customer at any time, in the order of the ids. */
    private List<UUID> users(CustomerId customerId, String from, UUID membership, int count) {
        return sql.sql("""
                        select distinct membership_id from past_user
                        where customer_id = :customer and membership_id %s :membership
                        order by membership_id limit :count
                        """.formatted(from))
                .param("customer", customerId.value())
                .param("membership", membership)
                .param("count", count)
                .query((row, number) -> uuid(row, "membership_id"))
                .list();
    }

    /** @param limit of the rows that are found */
    private record Question(CustomerId customerId, Instant from, Instant to, List<String> entering, int limit) {

        Instant first() {
            return from.isBefore(to) ? from : to;
        }

        Instant last() {
            return from.isBefore(to) ? to : from;
        }
    }

    private StatementSpec ask(String statement, Question question, IdPair after, List<UUID> users) {
        return sql.sql(statement)
                .param("customer", question.customerId().value())
                .param("entering", question.entering())
                .param("at1", at(question.from()))
                .param("at2", at(question.to()))
                .param("none", NONE)
                .param("first", at(question.first()))
                .param("last", at(question.last()))
                .param("membership", after.first())
                .param("project", after.second())
                .param("limit", question.limit())
                .param("users", users);
    }

    /** Never empty lists: an id that nothing has in place of none. */
    private record Changed(List<UUID> users, List<UUID> projects) {}

    /** Empty if it is better to look at everything. */
    private Optional<Changed> changed(CustomerId customerId, Instant first, Instant last) {
        if (isUsable(customerId, first) != isUsable(customerId, last) || !hasLittleHappened(customerId, first, last)) {
            return Optional.empty();
        }
        var users = ids(CHANGED_USERS, customerId, first, last);
        var projects = ids(CHANGED_PROJECTS, customerId, first, last);
        return users.size() > little ? Optional.empty() : Optional.of(new Changed(users, projects));
    }

    private List<UUID> ids(String statement, CustomerId customerId, Instant first, Instant last) {
        var ids = sql.sql(statement)
                .param("customer", customerId.value())
                .param("first", at(first))
                .param("last", at(last))
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
        return ids.isEmpty() ? List.of(NONE) : ids;
    }

    /** Otherwise all access in it is different. */
    private boolean isUsable(CustomerId customerId, Instant at) {
        return sql.sql("select count(*) from past_customer k where k.customer_id = :customer"
                                + " and k.state in ('ACTIVE', 'NO_ADMIN') and " + now("k"))
                        .param("customer", customerId.value())
                        .param("at", at(at))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private boolean hasLittleHappened(CustomerId customerId, Instant first, Instant last) {
        return sql.sql("""
                        select count(*) from (
                            select 1 from history_entry
                            where customer_id = :customer and occurred_at > :first and occurred_at <= :last
                            limit :limit) x
                        """)
                        .param("customer", customerId.value())
                        .param("first", at(first))
                        .param("last", at(last))
                        .param("limit", little + 1)
                        .query(Integer.class)
                        .single()
                <= little;
    }

    private static Keyed<AccessChange> read(ResultSet row, int number) throws SQLException {
        var project = uuid(row, "project_id");
        var membership = uuid(row, "membership_id");
        return new Keyed<>(
                new IdPair(membership, project).bytes(),
                new AccessChange(
                        new MembershipId(membership),
                        new PersonId(uuid(row, "person_id")),
                        project.equals(NONE) ? null : new ProjectId(project),
                        textOrNull(row, "old_value"),
                        textOrNull(row, "new_value"),
                        row.getObject("last_event", Long.class)));
    }

    /** The place in a list that is ordered by two ids. */
    private record IdPair(UUID first, UUID second) {

        static IdPair of(byte @Nullable [] key) {
            if (key == null) {
                return new IdPair(NONE, NONE);
            }
            var bytes = ByteBuffer.wrap(key);
            return new IdPair(read(bytes), read(bytes));
        }

        private static UUID read(ByteBuffer bytes) {
            return new UUID(bytes.getLong(), bytes.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(4 * Long.BYTES)
                    .putLong(first.getMostSignificantBits())
                    .putLong(first.getLeastSignificantBits())
                    .putLong(second.getMostSignificantBits())
                    .putLong(second.getLeastSignificantBits())
                    .array();
        }
    }
}
