package io.customeraccounts.projections.privacy;

import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static java.util.stream.Collectors.groupingBy;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.paging.SearchText;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The people who are or were users of the customers that a partner manages, and of no others (rule: Partner customers). */
public final class People {

    private static final String MEMBERSHIP = """
            select u.person_id, u.membership_id, u.full_name, u.email, u.group_name, u.joined_at, u.ends_at, u.ended_at,
                   c.customer_id, c.identifier, c.name
            from customer_user u join customer c on c.customer_id = u.customer_id
            where c.managed_by = :partner\s""";

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which memberships have reached their end */
    public People(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * A membership in a managed customer.
     *
     * @param fullName absent if it was erased, as is the address
     * @param endedAt absent while it is active
     */
    public record ManagedMembership(
            PersonId personId,
            MembershipId membershipId,
            @Nullable String fullName,
            @Nullable String email,
            String group,
            Instant joinedAt,
            @Nullable Instant endedAt,
            CustomerId customerId,
            String customerIdentifier,
            String customerName) {}

    /** Somebody, by their memberships, the longest-standing first; never without one. */
    public record ManagedPerson(PersonId personId, List<ManagedMembership> memberships) {}

    /**
     * Those whose name or address, in any of these memberships, has the text in it, without regard to case and accents; in the order
     * in which they signed in first.
     */
    public Page<ManagedPerson> search(CustomerId partnerId, String text, PageRequest request) {
        var search = OrderKey.folded(text).strip();
        var list = "people of " + partnerId + "\n" + search;
        var start = request.start(list);
        if (SearchText.isNowhere(search)) {
            return new Page<>(List.of(), null);
        }
        var found = sql.sql("""
                        select u.person_id
                        from customer_user u join customer c on c.customer_id = u.customer_id
                        where c.managed_by = :partner and u.search_text like :search escape '!' and u.person_id > :start
                        group by u.person_id
                        order by u.person_id
                        limit :limit
                        """)
                .param("partner", partnerId.value())
                .param("search", "%" + search.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%")
                .param("start", start == null ? new UUID(0, 0) : id(start))
                .param("limit", request.limit() + 1)
                .query((row, number) -> uuid(row, "person_id"))
                .list();
        var page = Page.of(found.stream().map(id -> new Keyed<>(bytes(id), id)).toList(), request, list);
        var memberships = memberships(partnerId, page.items()).stream()
                .collect(groupingBy(membership -> membership.personId().value()));
        return page.map(id -> new ManagedPerson(new PersonId(id), memberships.getOrDefault(id, List.of())));
    }

    /** The person's memberships in customers that the partner manages, the longest-standing first. */
    public List<ManagedMembership> membershipsOf(CustomerId partnerId, PersonId personId) {
        return memberships(partnerId, List.of(personId.value()));
    }

    private List<ManagedMembership> memberships(CustomerId partnerId, List<UUID> persons) {
        if (persons.isEmpty()) {
            return List.of();
        }
        var now = clock.instant();
        return sql
                .sql(MEMBERSHIP + "and u.person_id in (:persons)")
                .param("partner", partnerId.value())
                .param("persons", persons)
                .query((row, number) -> read(row, now))
                .list()
                .stream()
                .sorted(Comparator.comparing(ManagedMembership::joinedAt))
                .toList();
    }

    /** Customers outside of what the partner manages that the person is, was or is invited to be a user of. */
    public boolean isElsewhere(CustomerId partnerId, PersonId personId) {
        return sql.sql("""
                        select count(*) from (
                            select customer_id from customer_user where person_id = :person
                            union
                            select i.customer_id
                            from person_address a join invitation i on i.pending_email = a.canonical
                            where a.person_id = :person and a.verified) all_of_them
                        join customer c on c.customer_id = all_of_them.customer_id
                        where c.managed_by is null or c.managed_by <> :partner
                        """)
                        .param("person", personId.value())
                        .param("partner", partnerId.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static ManagedMembership read(ResultSet row, Instant now) throws SQLException {
        var endsAt = instantOrNull(row, "ends_at");
        var endedAt = instantOrNull(row, "ended_at");
        return new ManagedMembership(
                new PersonId(uuid(row, "person_id")),
                new MembershipId(uuid(row, "membership_id")),
                textOrNull(row, "full_name"),
                textOrNull(row, "email"),
                row.getString("group_name"),
                instant(row, "joined_at"),
                endedAt == null && endsAt != null && !now.isBefore(endsAt) ? endsAt : endedAt,
                new CustomerId(uuid(row, "customer_id")),
                row.getString("identifier"),
                row.getString("name"));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID id(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
