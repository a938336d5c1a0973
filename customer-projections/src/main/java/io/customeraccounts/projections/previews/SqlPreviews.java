package io.customeraccounts.projections.previews;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.customer.AddressBook;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.Preview.Ending;
import io.customeraccounts.domain.preview.Preview.Mail;
import io.customeraccounts.domain.preview.Preview.Sort;
import io.customeraccounts.domain.preview.Previews;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dry runs from the read tables. What has reached its end by the clock does not end once more. */
public final class SqlPreviews implements Previews {

    /** Who can use what: {@code a} is the access, {@code u} the user. */
    private static final String CAN_USE = """
            %1$s.by_opened is not null and (%1$s.ends_at is null or %1$s.ends_at > :now)
            and %2$s.active_person is not null and (%2$s.ends_at is null or %2$s.ends_at > :now)
            """;

    private final JdbcClient sql;
    private final AddressBook addresses;
    private final Groups groups;

    public SqlPreviews(JdbcClient sql, AddressBook addresses, Groups groups) {
        this.sql = sql;
        this.addresses = addresses;
        this.groups = groups;
    }

    private record User(PersonId personId, GroupName group) {}

    private Optional<User> user(CustomerId customerId, MembershipId membershipId, Instant now) {
        return sql.sql("""
                        select person_id, group_name from customer_user
                        where membership_id = :membership and customer_id = :customer
                          and active_person is not null and (ends_at is null or ends_at > :now)
                        """)
                .param("membership", membershipId.value())
                .param("customer", customerId.value())
                .param("now", at(now))
                .query((row, number) ->
                        new User(new PersonId(uuid(row, "person_id")), new GroupName(row.getString("group_name"))))
                .optional();
    }

    @Override
    public Preview removal(CustomerId customerId, MembershipId membershipId, boolean keepInvitations, Instant now) {
        return user(customerId, membershipId, now)
                .map(user -> new Preview(
                        ending("open_membership", membershipId.value(), customerId, now),
                        leftWithNobody(membershipId, now),
                        Set.of(),
                        Set.of(),
                        cancelled(customerId, membershipId, user.personId(), keepInvitations, now),
                        List.of(new Mail(Sort.USER_REMOVED, membershipId))))
                .orElse(Preview.NOTHING);
    }

    private List<Ending> ending(String column, UUID id, CustomerId customerId, Instant now) {
        return sql
                .sql("""
                        select a.project_id, a.grant_id, a.membership_id, a.role
                        from project_access a join customer_user u on u.membership_id = a.open_membership
                        where a.%s = :id and a.customer_id = :customer and %s
                        """.formatted(column, CAN_USE.formatted("a", "u")))
                .param("id", id)
                .param("customer", customerId.value())
                .param("now", at(now))
                .query((row, number) -> new Ending(
                        new ProjectId(uuid(row, "project_id")),
                        new GrantId(uuid(row, "grant_id")),
                        new MembershipId(uuid(row, "membership_id")),
                        ProjectRole.valueOf(row.getString("role"))))
                .list()
                .stream()
                // Not by the database: each orders ids in its own way.
                .sorted(Comparator.comparing((Ending it) -> it.projectId().toString())
                        .thenComparing(it -> it.grantId().toString()))
                .toList();
    }

    private List<ProjectId> leftWithNobody(MembershipId membershipId, Instant now) {
        return sql
                .sql("""
                        select a.project_id
                        from project_access a join customer_user u on u.membership_id = a.open_membership
                        where a.open_membership = :membership and %s
                          and not exists (
                              select 1
                              from project_access o join customer_user v on v.membership_id = o.open_membership
                              where o.project_id = a.project_id and o.open_membership <> :membership and %s)
                        """.formatted(CAN_USE.formatted("a", "u"), CAN_USE.formatted("o", "v")))
                .param("membership", membershipId.value())
                .param("now", at(now))
                .query((row, number) -> new ProjectId(uuid(row, "project_id")))
                .list()
                .stream()
                .sorted(Comparator.comparing(ProjectId::toString))
                .toList();
    }

    private List<InvitationId> cancelled(
            CustomerId customerId, MembershipId membershipId, PersonId personId, boolean keepInvitations, Instant now) {
        var toThem = Set.copyOf(addresses.pendingInvitationsOf(customerId, personId));
        record Pending(InvitationId id, boolean sent) {}
        Stream<Pending> pending = sql
                .sql("""
                        select invitation_id,
                               case when invited_by = :membership then true else false end as sent
                        from invitation
                        where customer_id = :customer and state = 'PENDING' and expires_at > :now
                        """)
                .param("membership", membershipId.value())
                .param("customer", customerId.value())
                .param("now", at(now))
                .query((row, number) ->
                        new Pending(new InvitationId(uuid(row, "invitation_id")), row.getBoolean("sent")))
                .list()
                .stream();
        return pending.filter(it -> toThem.contains(it.id()) || (it.sent() && !keepInvitations))
                .map(Pending::id)
                .sorted(Comparator.comparing(InvitationId::toString))
                .toList();
    }

    @Override
    public Preview groupChange(CustomerId customerId, MembershipId membershipId, GroupName to, Instant now) {
        return user(customerId, membershipId, now)
                .filter(user -> !user.group().equals(to))
                .map(user -> new Preview(
                        List.of(),
                        List.of(),
                        more(permissions(to), permissions(user.group())),
                        more(permissions(user.group()), permissions(to)),
                        List.of(),
                        List.of(new Mail(Sort.GROUP_CHANGED, membershipId))))
                .orElse(Preview.NOTHING);
    }

    private Set<Permission> permissions(GroupName name) {
        return groups.find(name).map(group -> group.permissions()).orElse(Set.of());
    }

    private static Set<Permission> more(Set<Permission> than, Set<Permission> others) {
        var left = EnumSet.noneOf(Permission.class);
        than.stream().filter(permission -> !others.contains(permission)).forEach(left::add);
        return left;
    }

    @Override
    public Preview deletion(CustomerId customerId, ProjectId projectId, Instant now) {
        return new Preview(
                ending("project_id", projectId.value(), customerId, now),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of());
    }
}
