package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.pointintime.Conditions.now;
import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.pointintime.Differences.Difference;
import io.customeraccounts.projections.pointintime.Differences.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what is different at two times. If little has happened in between, only what began or ended then is looked at, however
 * large the customer is; otherwise what was so at the one time and at the other, however much has happened, user by user until
 * the page is full.
 */
final class AccessChanges {

    /** Events of the customer between the times. */
    private static final int LITTLE = 2_000;

    /** So many users are looked at first, and at most {@value #MORE} times as many as before next. */
    private static final int FEW = 12;

    private static final int MORE = 4;

    /** What so many could use at the two times is held in memory. */
    private static final int MOST = 512;

    /** Whether there was any access at the two times, and how much happened in between, no further than it matters. */
    private static final String BETWEEN =
            """
            select (select count(*) from past_customer k
                    where k.customer_id = :customer and k.state in ('ACTIVE', 'NO_ADMIN') and %s) as usable_before,
                   (select count(*) from past_customer k
                    where k.customer_id = :customer and k.state in ('ACTIVE', 'NO_ADMIN') and %s) as usable_after,
                   (select count(*) from (
                        select 1 from history_entry
                        where customer_id = :customer and occurred_at > :first and occurred_at <= :last
                        limit :limit) x) as happened
            """.formatted(now("k").replace(":at", ":from"), now("k").replace(":at", ":to"));

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

    private final JdbcClient sql;
    private final Differences differences;
    private final int little;

    AccessChanges(JdbcClient sql) {
        this(sql, LITTLE);
    }

    /** @param little the most events that can be between two times at which only what began or ended is looked at */
    AccessChanges(JdbcClient sql, int little) {
        this.sql = sql;
        this.differences = new Differences(sql);
        this.little = little;
    }

    /**
     * @param entering names of the groups of partners whose users may add themselves to managed customers
     * @param limit of the differences that are found
     */
    record Question(UUID customer, Instant from, Instant to, List<String> entering, Place after, int limit) {

        Instant first() {
            return from.isBefore(to) ? from : to;
        }

        Instant last() {
            return from.isBefore(to) ? to : from;
        }
    }

    /** @param entering names of the groups of partners whose users may add themselves to managed customers */
    Page<AccessChange> between(
            CustomerId customerId, Instant from, Instant to, List<String> entering, PageRequest request) {
        var list = "access changes of " + customerId + " from " + from + " to " + to;
        var question = new Question(
                customerId.value(), from, to, entering, Place.after(request.start(list)), request.limit() + 1);
        var found = find(question);
        return Page.of(differences.withLastEvents(question, found), request, list);
    }

    private List<Difference> find(Question question) {
        var happened = happened(question);
        // Otherwise all access has come or gone with the customer.
        if (happened.little() && happened.usable().before() == happened.usable().after()) {
            var users = ids(CHANGED_USERS, question);
            if (users.size() <= little) {
                return differences.ofChanged(question, happened.usable(), users, ids(CHANGED_PROJECTS, question));
            }
        }
        return ofAllUsers(question, happened.usable());
    }

    private List<Difference> ofAllUsers(Question question, Usable usable) {
        var found = new ArrayList<Difference>();
        var users = users(question, ">=", question.after().membership(), FEW);
        while (!users.isEmpty()) {
            var ofThese = differences.ofUsers(question, usable, users);
            found.addAll(ofThese);
            var missing = question.limit() - found.size();
            users = missing > 0
                    ? users(question, ">", users.getLast(), next(users.size(), ofThese.size(), missing))
                    : List.of();
        }
        return found.subList(0, Math.min(found.size(), question.limit()));
    }

    /** As many as are enough if the next are like those that were looked at, and one more. */
    private static int next(int looked, int found, int missing) {
        var enough = found == 0 ? MOST : Math.ceilDiv(looked * missing, found) + 1;
        return Math.min(enough, Math.min(looked * MORE, MOST));
    }

    /** Who was a user of the customer at any time, in the order of the ids. */
    private List<UUID> users(Question question, String from, UUID membership, int count) {
        return sql.sql("""
                        select distinct membership_id from past_user
                        where customer_id = :customer and membership_id %s :membership
                        order by membership_id limit :count
                        """.formatted(from))
                .param("customer", question.customer())
                .param("membership", membership)
                .param("count", count)
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Whether there was any access at the time that is compared, and at the one that it is compared with. */
    record Usable(boolean before, boolean after) {}

    /** @param little whether few events were between the times */
    private record Happened(Usable usable, boolean little) {}

    private Happened happened(Question question) {
        return sql.sql(BETWEEN)
                .param("customer", question.customer())
                .param("from", at(question.from()))
                .param("to", at(question.to()))
                .param("first", at(question.first()))
                .param("last", at(question.last()))
                .param("limit", little + 1)
                .query((row, number) -> new Happened(
                        new Usable(row.getInt("usable_before") > 0, row.getInt("usable_after") > 0),
                        row.getInt("happened") <= little))
                .single();
    }

    private List<UUID> ids(String statement, Question question) {
        return sql.sql(statement)
                .param("customer", question.customer())
                .param("first", at(question.first()))
                .param("last", at(question.last()))
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }
}
