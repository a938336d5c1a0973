package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.pointintime.Conditions.lasting;
import static io.customeraccounts.projections.pointintime.Conditions.now;
import static io.customeraccounts.projections.pointintime.Conditions.ofTime;
import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.paging.IdPair;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.pointintime.AccessChanges.Question;
import io.customeraccounts.projections.pointintime.AccessChanges.Usable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Compares what some users were and could use at two times. It is asked for by short statements, each for both times, and compared
 * here: in one statement for all of it PostgreSQL asks for each access what it need ask once for each user and each project.
 */
final class Differences {

    /** In place of a project, for the membership itself. */
    private static final UUID NONE = new UUID(0, 0);

    private static final String LASTING_GRANT = "(g.ends_at is null or g.ends_at > :at)";

    private static final String ROLES_OF_USERS = roles(grants("membership_id = any(:users)"));

    /** By which access can have become another one at the time, some of them twice. */
    private static final String ROLES_OF_CHANGED =
            roles("""
            (select * from past_grant
             where customer_id = :customer and from_at > :first and from_at <= :last
             union all
             select * from past_grant
             where customer_id = :customer and to_at > :first and to_at <= :last
             union all
             select * from past_grant
             where customer_id = :customer and ends_at > :first and ends_at <= :last
             union all
             select * from %s u
             union all
             select * from %s p)
            """.formatted(grants("membership_id = any(:users)"), grants("project_id = any(:projects)")));

    /** Whether they were users any more is no condition: PostgreSQL would rather read an index as a whole than ask it twice. */
    private static final String MEMBERS = """
            select u.membership_id, u.person_id, u.group_name, %s and %s as before, %s and %s as after from past_user u
            where u.membership_id = any(:users) and u.from_at <= :last and (u.to_at is null or u.to_at > :first)
            """.formatted(
                    ofTime("1", now("u")), ofTime("1", lasting("u")), ofTime("2", now("u")), ofTime("2", lasting("u")));

    private static final String PROJECTS = """
            select p.project_id, %s as before, %s as after from past_project p
            where p.project_id = any(:projects) and p.state = 'ACTIVE'
              and p.from_at <= :last and (p.to_at is null or p.to_at > :first)
            """.formatted(ofTime("1", now("p")), ofTime("2", now("p")));

    private static final String LAST_EVENTS =
            """
            select d.membership_id, d.project_id,
                   case when d.project_id = :none then (%s) else (%s) end as last_event
            from unnest(:memberships, :projects) d (membership_id, project_id)
            """.formatted(lastEvent("h.project_id is null"), lastEvent("h.project_id = d.project_id"));

    private final JdbcClient sql;

    Differences(JdbcClient sql) {
        this.sql = sql;
    }

    /** The strongest of each user on each project at the one time and at the other. */
    private static String roles(String grants) {
        return """
                select g.membership_id, g.project_id,
                       max(case when %s and %s then g.role end) as before,
                       max(case when %s and %s then g.role end) as after
                from %s g
                where g.membership_id >= :membership
                group by g.membership_id, g.project_id
                """.formatted(
                        ofTime("1", now("g")),
                        ofTime("1", LASTING_GRANT),
                        ofTime("2", now("g")),
                        ofTime("2", LASTING_GRANT),
                        grants);
    }

    /**
     * All that held one of the times: those that held the first one, and those that began after it and held the last one. Also a
     * few that began in the second of the last one: a further condition on the beginning would lead PostgreSQL to another index.
     */
    private static String grants(String whose) {
        return """
                (select * from past_grant
                 where %1$s and node = any(:begunByFirst) and from_at <= :first
                 union all
                 select * from past_grant
                 where %1$s and node = any(:notOverByFirst) and to_at > :first and from_at <= :first
                 union all
                 select * from past_grant
                 where %1$s and node = any(:begunByLast) and from_at > :first and from_at <= :last
                 union all
                 select * from past_grant
                 where %1$s and node = any(:notOverByLast) and to_at > :last and from_at > :first)
                """.formatted(whose).strip();
    }

    /** The index of events by user is enough to find it, however much else the user did. */
    private static String lastEvent(String where) {
        return """
                select h.position from history_entry h
                where h.membership_id = d.membership_id and %s and h.occurred_at > :first and h.occurred_at <= :last
                order by h.membership_id, h.occurred_at desc, h.position desc
                limit 1
                """.formatted(where);
    }

    /** @param project {@link #NONE} for the membership itself, which comes before what the user had access to */
    record Place(UUID membership, UUID project) implements Comparable<Place> {

        private static final Comparator<UUID> AS_STORED = Comparator.comparing(
                        UUID::getMostSignificantBits, Long::compareUnsigned)
                .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::membership, AS_STORED).thenComparing(Place::project, AS_STORED);

        static Place after(byte @Nullable [] key) {
            var pair = IdPair.after(key);
            return new Place(pair.first(), pair.second());
        }

        byte[] bytes() {
            return IdPair.of(membership, project).bytes();
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    record Difference(
            Place place,
            UUID person,
            @Nullable String before,
            @Nullable String after) {

        private AccessChange change(@Nullable Long lastEvent) {
            return new AccessChange(
                    new MembershipId(place.membership()),
                    new PersonId(person),
                    place.project().equals(NONE) ? null : new ProjectId(place.project()),
                    before,
                    after,
                    lastEvent);
        }
    }

    private record Member(UUID person, String group) {}

    /** What was so at one of the times. */
    private record Past(boolean usable, Map<UUID, Member> members, Map<Place, String> roles, Set<UUID> projects) {

        Past(boolean usable) {
            this(usable, new HashMap<>(), new HashMap<>(), new HashSet<>());
        }

        /** Without membership, usable project and usable customer there was no access, whatever grants there were. */
        @Nullable
        String value(Place place) {
            var member = members.get(place.membership());
            if (member == null) {
                return null;
            }
            if (place.project().equals(NONE)) {
                return member.group();
            }
            return usable && projects.contains(place.project()) ? roles.get(place) : null;
        }
    }

    private record Both(Past before, Past after) {

        boolean differAt(Place place) {
            return !Objects.equals(before.value(place), after.value(place));
        }

        /** Where there is one, the user was one at one of the times. */
        Difference difference(Place place) {
            var member = before.members().containsKey(place.membership())
                    ? before.members().get(place.membership())
                    : after.members().get(place.membership());
            return new Difference(
                    place, Objects.requireNonNull(member).person(), before.value(place), after.value(place));
        }
    }

    /** What is different for these users, in order, from where the question begins, and no more than it asks for. */
    List<Difference> ofUsers(Question question, Usable usable, List<UUID> users) {
        return between(question, usable, users, ROLES_OF_USERS, List.of());
    }

    /** Likewise for whatever began, ended or was to end between the times, for these users, and for all users of these projects. */
    List<Difference> ofChanged(Question question, Usable usable, List<UUID> users, List<UUID> projects) {
        return between(question, usable, users, ROLES_OF_CHANGED, projects);
    }

    private List<Difference> between(
            Question question, Usable usable, List<UUID> users, String roles, List<UUID> projects) {
        var both = new Both(new Past(usable.before()), new Past(usable.after()));
        var places = new TreeSet<Place>();
        users.forEach(user -> places.add(new Place(user, NONE)));
        ask(roles, question)
                .param("customer", question.customer())
                .param("users", array(users))
                .param("projects", array(projects))
                .param("membership", question.after().membership())
                .param("begunByFirst", Intervals.begunBy(question.first()))
                .param("notOverByFirst", Intervals.notOverBy(question.first()))
                .param("begunByLast", Intervals.begunBy(question.last()))
                .param("notOverByLast", Intervals.notOverBy(question.last(), question.first()))
                .query(row -> {
                    var place = place(row);
                    places.add(place);
                    put(both.before().roles(), place, row.getString("before"));
                    put(both.after().roles(), place, row.getString("after"));
                });
        ask(MEMBERS, question)
                .param("users", distinct(places, Place::membership))
                .param("entering", question.entering())
                .query(row -> {
                    var id = uuid(row, "membership_id");
                    var member = new Member(uuid(row, "person_id"), row.getString("group_name"));
                    put(both.before().members(), id, row.getBoolean("before") ? member : null);
                    put(both.after().members(), id, row.getBoolean("after") ? member : null);
                });
        ask(PROJECTS, question)
                .param("projects", distinct(places, Place::project))
                .query(row -> {
                    var id = uuid(row, "project_id");
                    if (row.getBoolean("before")) {
                        both.before().projects().add(id);
                    }
                    if (row.getBoolean("after")) {
                        both.after().projects().add(id);
                    }
                });
        return places.tailSet(question.after(), false).stream()
                .filter(both::differAt)
                .limit(question.limit())
                .map(both::difference)
                .toList();
    }

    private StatementSpec ask(String statement, Question question) {
        return sql.sql(statement)
                .param("at1", at(question.from()))
                .param("at2", at(question.to()))
                .param("first", at(question.first()))
                .param("last", at(question.last()));
    }

    private static <K, V> void put(Map<K, V> values, K key, @Nullable V value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    List<Keyed<AccessChange>> withLastEvents(Question question, List<Difference> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        var last = new HashMap<Place, Long>();
        sql.sql(LAST_EVENTS)
                .param(
                        "memberships",
                        array(found.stream().map(it -> it.place().membership()).toList()))
                .param(
                        "projects",
                        array(found.stream().map(it -> it.place().project()).toList()))
                .param("none", NONE)
                .param("first", at(question.first()))
                .param("last", at(question.last()))
                .query(row -> {
                    last.put(place(row), row.getObject("last_event", Long.class));
                });
        return found.stream()
                .map(it -> new Keyed<>(it.place().bytes(), it.change(last.get(it.place()))))
                .toList();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(uuid(row, "membership_id"), uuid(row, "project_id"));
    }

    private static UUID[] distinct(Collection<Place> places, Function<Place, UUID> id) {
        return places.stream().map(id).distinct().toArray(UUID[]::new);
    }

    /** One parameter, and one statement, however many there are. */
    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
