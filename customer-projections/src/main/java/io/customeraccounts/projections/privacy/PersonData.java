package io.customeraccounts.projections.privacy;

import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which data are stored about a person, and where (rule: Privacy). */
public final class PersonData {

    private final JdbcClient sql;

    public PersonData(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Somebody's membership of a customer, present or ended, with what is kept of them there.
     *
     * @param fullName absent if it was erased, as is the address
     */
    public record StoredMembership(
            UUID membershipId,
            UUID customerId,
            String customerName,
            @Nullable String fullName,
            @Nullable String email,
            String group,
            String language,
            Instant joinedAt,
            @Nullable Instant endsAt,
            @Nullable Instant endedAt) {}

    /** Access that a membership has or had to a project. */
    public record StoredAccess(
            UUID membershipId,
            UUID projectId,
            String projectName,
            String role,
            Instant openedAt,
            @Nullable Instant endedAt) {}

    /** An invitation that the person accepted. */
    public record StoredInvitation(
            UUID invitationId,
            UUID customerId,
            @Nullable String fullName,
            @Nullable String email,
            Instant invitedAt) {}

    /**
     * A table with data of the person.
     *
     * @param rows how many are about them
     */
    public record Place(String table, long rows) {}

    public List<StoredMembership> memberships(PersonId personId) {
        return sql.sql("""
                        select u.*, c.name as customer_name
                        from customer_user u join customer c on c.customer_id = u.customer_id
                        where u.person_id = :person
                        order by u.joined_at
                        """)
                .param("person", personId.value())
                .query((row, number) -> new StoredMembership(
                        uuid(row, "membership_id"),
                        uuid(row, "customer_id"),
                        row.getString("customer_name"),
                        textOrNull(row, "full_name"),
                        textOrNull(row, "email"),
                        row.getString("group_name"),
                        row.getString("language"),
                        instant(row, "joined_at"),
                        instantOrNull(row, "ends_at"),
                        instantOrNull(row, "ended_at")))
                .list();
    }

    public List<StoredAccess> access(PersonId personId) {
        return sql.sql("""
                        select a.*, p.name as project_name
                        from customer_user u
                        join project_access a on a.membership_id = u.membership_id
                        join project p on p.project_id = a.project_id
                        where u.person_id = :person
                        order by a.opened_at
                        """)
                .param("person", personId.value())
                .query((row, number) -> new StoredAccess(
                        uuid(row, "membership_id"),
                        uuid(row, "project_id"),
                        row.getString("project_name"),
                        row.getString("role"),
                        instant(row, "opened_at"),
                        instantOrNull(row, "ended_at")))
                .list();
    }

    public List<StoredInvitation> invitations(PersonId personId) {
        return sql.sql("""
                        select i.*
                        from customer_user u join invitation i on i.invitation_id = u.invitation_id
                        where u.person_id = :person
                        order by i.invited_at
                        """)
                .param("person", personId.value())
                .query((row, number) -> new StoredInvitation(
                        uuid(row, "invitation_id"),
                        uuid(row, "customer_id"),
                        textOrNull(row, "full_name"),
                        textOrNull(row, "email"),
                        instant(row, "invited_at")))
                .list();
    }

    /** Where something is stored about the person; tables without are left out. In the order in which they are erased. */
    public List<Place> places(PersonId personId) {
        var places = new ArrayList<Place>();
        add(places, personId, "customer_user", "select count(*) from customer_user where person_id = :person");
        add(places, personId, "project_access", """
                select count(*) from project_access a join customer_user u on u.membership_id = a.membership_id
                where u.person_id = :person
                """);
        add(places, personId, "invitation", """
                select count(*) from invitation i join customer_user u on u.invitation_id = i.invitation_id
                where u.person_id = :person
                """);
        add(places, personId, "message_reading", """
                select count(*) from message_reading r join customer_user u on u.membership_id = r.membership_id
                where u.person_id = :person
                """);
        add(places, personId, "mail_user", """
                select count(*) from mail_user m join customer_user u on u.membership_id = m.membership_id
                where u.person_id = :person
                """);
        add(places, personId, "person", "select count(*) from person where person_id = :person");
        add(places, personId, "person_address", "select count(*) from person_address where person_id = :person");
        var keys = sql.sql("select count(*) from personal_key where key_id = :key and wrapped_key is not null")
                .param("key", KeyId.of(personId).value())
                .query(Long.class)
                .single();
        if (keys > 0) {
            places.add(new Place("personal_key", keys));
        }
        return List.copyOf(places);
    }

    private void add(List<Place> places, PersonId personId, String table, String count) {
        var rows = sql.sql(count)
                .param("person", personId.value())
                .query(Long.class)
                .single();
        if (rows > 0) {
            places.add(new Place(table, rows));
        }
    }
}
