package io.customeraccounts.projections.history;

import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What those are called today whom a part of the history is about. A person is known to the customers of which they
 * are or were a user, and to no other one.
 */
public final class Names {

    private final Map<Object, Name> names = new HashMap<>();

    /**
     * @param text absent if it was erased, or if nobody is known by the id
     * @param erased whether there was one
     */
    public record Name(@Nullable String text, boolean erased) {

        static final Name UNKNOWN = new Name(null, false);

        /** What is logged by accident must not be personal data. */
        @Override
        public String toString() {
            return text == null ? "Name[none]" : "Name[known]";
        }
    }

    private record PersonIn(PersonId personId, CustomerId customerId) {}

    private Names() {}

    /** Looks up all of them, in one question for each kind. */
    public static Names of(
            JdbcClient sql,
            Collection<MembershipId> memberships,
            Collection<InvitationId> invitations,
            Collection<ProjectId> projects,
            Collection<PersonId> persons,
            Collection<CustomerId> customers) {
        var found = new Names();
        if (!memberships.isEmpty()) {
            sql.sql("select membership_id, full_name from customer_user where membership_id in (:ids)")
                    .param(
                            "ids",
                            memberships.stream()
                                    .map(MembershipId::value)
                                    .distinct()
                                    .toList())
                    .query(row -> {
                        found.put(new MembershipId(uuid(row, "membership_id")), textOrNull(row, "full_name"));
                    });
        }
        if (!invitations.isEmpty()) {
            sql.sql("""
                    select i.invitation_id,
                           case when u.membership_id is null or u.full_name is not null then i.full_name end as full_name
                    from invitation i left join customer_user u on u.membership_id = i.membership_id
                    where i.invitation_id in (:ids)
                    """)
                    .param(
                            "ids",
                            invitations.stream()
                                    .map(InvitationId::value)
                                    .distinct()
                                    .toList())
                    .query(row -> {
                        found.put(new InvitationId(uuid(row, "invitation_id")), textOrNull(row, "full_name"));
                    });
        }
        if (!projects.isEmpty()) {
            sql.sql("select project_id, name from project where project_id in (:ids)")
                    .param(
                            "ids",
                            projects.stream().map(ProjectId::value).distinct().toList())
                    .query(row -> {
                        found.put(new ProjectId(uuid(row, "project_id")), row.getString("name"));
                    });
        }
        if (!persons.isEmpty() && !customers.isEmpty()) {
            sql.sql("""
                    select person_id, customer_id, full_name from customer_user
                    where person_id in (:persons) and customer_id in (:customers)
                    """)
                    .param(
                            "persons",
                            persons.stream().map(PersonId::value).distinct().toList())
                    .param(
                            "customers",
                            customers.stream().map(CustomerId::value).distinct().toList())
                    .query(row -> {
                        found.put(
                                new PersonIn(
                                        new PersonId(uuid(row, "person_id")), new CustomerId(uuid(row, "customer_id"))),
                                textOrNull(row, "full_name"));
                    });
        }
        return found;
    }

    private void put(Object id, @Nullable String name) {
        names.merge(id, new Name(name, name == null), (one, other) -> one.erased() ? other : one);
    }

    /** As a user, present or former. */
    public Name of(MembershipId id) {
        return names.getOrDefault(id, Name.UNKNOWN);
    }

    /** As the inviter typed it; erased also with the person who has accepted it. */
    public Name of(InvitationId id) {
        return names.getOrDefault(id, Name.UNKNOWN);
    }

    public Name of(ProjectId id) {
        return names.getOrDefault(id, Name.UNKNOWN);
    }

    /** As a user of the customer, present or former. */
    public Name of(PersonId id, CustomerId customerId) {
        return names.getOrDefault(new PersonIn(id, customerId), Name.UNKNOWN);
    }
}
