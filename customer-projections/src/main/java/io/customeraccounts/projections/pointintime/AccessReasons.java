package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.AccessEnd;
import io.customeraccounts.projections.pointintime.PastAccess.End;
import io.customeraccounts.projections.tables.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Says which events an access rested on, and what ended it. */
final class AccessReasons {

    private final JdbcClient sql;
    private final Clock clock;

    /** An access, before it is told what it rested on. */
    record Found(
            @Nullable UUID grantId,
            UUID projectId,
            String projectName,
            UUID customerId,
            UUID membershipId,
            UUID personId,
            String group,
            @Nullable String role,
            @Nullable UUID invitationId,
            @Nullable Instant grantEndsAt,
            @Nullable Instant membershipEndsAt,
            @Nullable Instant partnerEndedAt) {

        static Found read(ResultSet row, int number) throws SQLException {
            return new Found(
                    uuidOrNull(row, "grant_id"),
                    uuid(row, "project_id"),
                    row.getString("project_name"),
                    uuid(row, "customer_id"),
                    uuid(row, "membership_id"),
                    uuid(row, "person_id"),
                    row.getString("group_name"),
                    textOrNull(row, "role"),
                    uuidOrNull(row, "invitation_id"),
                    instantOrNull(row, "ends_at"),
                    instantOrNull(row, "membership_ends_at"),
                    instantOrNull(row, "partner_ended_at"));
        }
    }

    /** @param toPosition absent while nothing has changed since, likewise {@code toAt} */
    private record Stretch(
            UUID id,
            long fromPosition,
            Instant fromAt,
            @Nullable Long toPosition,
            @Nullable Instant toAt,
            @Nullable String endedBecause,
            @Nullable Instant endsAt) {

        /** Whether nothing came after it. */
        boolean last() {
            return toPosition == null || endedBecause != null;
        }
    }

    AccessReasons(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    List<PastAccess> tell(List<Found> found, Instant at) {
        return tell(found, at, List.of());
    }

    /** @param managing names of the groups that allow to manage projects, if that is what it is about */
    List<PastAccess> tell(List<Found> found, Instant at, Collection<String> managing) {
        var grants = stretches(
                "past_grant",
                "grant_id",
                "ends_at",
                found.stream().map(Found::grantId).flatMap(Stream::ofNullable));
        var lost = managing.isEmpty() ? Map.<UUID, End>of() : lost(found, at, managing);
        var deleted = managing.isEmpty() ? Map.<UUID, End>of() : deleted(found, at);
        var users = stretches(
                "past_user", "membership_id", "ends_at", found.stream().map(Found::membershipId));
        var invitations = stretches(
                "past_invitation",
                "invitation_id",
                "expires_at",
                found.stream().map(Found::invitationId).flatMap(Stream::ofNullable));
        var closed = closed(found.stream().map(Found::customerId));
        var now = clock.instant();
        return found.stream()
                .map(it -> {
                    var grant =
                            it.grantId() == null ? List.<Stretch>of() : grants.getOrDefault(it.grantId(), List.of());
                    var user = users.getOrDefault(it.membershipId(), List.of());
                    var because = new TreeSet<Long>();
                    if (it.invitationId() != null) {
                        invitation(invitations.getOrDefault(it.invitationId(), List.of()), because);
                    }
                    Stream.of(user, grant)
                            .flatMap(List::stream)
                            .filter(stretch -> !stretch.fromAt().isAfter(at))
                            .forEach(stretch -> because.add(stretch.fromPosition()));
                    var ended = Stream.of(
                                    end(grant, AccessEnd.ACCESS_EXPIRED),
                                    end(user, AccessEnd.MEMBERSHIP_EXPIRED),
                                    inPartner(it, user),
                                    Optional.ofNullable(lost.get(it.membershipId())),
                                    Optional.ofNullable(deleted.get(it.projectId())),
                                    Optional.ofNullable(closed.get(it.customerId())))
                            .flatMap(Optional::stream)
                            .filter(end -> !end.at().isAfter(now))
                            .min(EARLIEST);
                    return new PastAccess(
                            new ProjectId(it.projectId()),
                            it.projectName(),
                            it.grantId() == null ? null : new GrantId(it.grantId()),
                            new MembershipId(it.membershipId()),
                            new PersonId(it.personId()),
                            new GroupName(it.group()),
                            it.role() == null ? null : ProjectRole.valueOf(it.role()),
                            earliest(it.grantEndsAt(), it.membershipEndsAt()),
                            List.copyOf(because),
                            ended.orElse(null));
                })
                .toList();
    }

    /** The event first that was before the others, if several ended it at the same time. */
    private static final Comparator<End> EARLIEST =
            Comparator.comparing(End::at).thenComparing(End::position, Comparator.nullsLast(Comparator.naturalOrder()));

    private static void invitation(List<Stretch> stretches, Set<Long> because) {
        stretches.stream()
                .min(Comparator.comparingLong(Stretch::fromPosition))
                .ifPresent(first -> because.add(first.fromPosition()));
        stretches.stream()
                .filter(Stretch::last)
                .map(Stretch::toPosition)
                .filter(Objects::nonNull)
                .forEach(because::add);
    }

    /** What ended the thing, or will: an event, or before that the clock. */
    private static Optional<End> end(List<Stretch> stretches, AccessEnd byTheClock) {
        return stretches.stream().filter(Stretch::last).findFirst().flatMap(last -> {
            var endsAt = last.endsAt();
            var toAt = last.toAt();
            if (endsAt != null && (toAt == null || !endsAt.isAfter(toAt))) {
                return Optional.of(new End(endsAt, byTheClock, last.toPosition()));
            }
            return toAt == null
                    ? Optional.empty()
                    : Optional.of(new End(
                            toAt, AccessEnd.valueOf(Objects.requireNonNull(last.endedBecause())), last.toPosition()));
        });
    }

    /**
     * What happens in the partner is nobody's business here: what is shown is the event by which this customer's
     * books follow.
     */
    private static Optional<End> inPartner(Found access, List<Stretch> user) {
        return Optional.ofNullable(access.partnerEndedAt())
                .map(at -> new End(
                        at,
                        AccessEnd.USER_REMOVED,
                        user.stream()
                                .filter(Stretch::last)
                                .map(Stretch::toPosition)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null)));
    }

    private Map<UUID, List<Stretch>> stretches(String table, String key, String endsAt, Stream<UUID> ids) {
        var distinct = ids.distinct().toList();
        return distinct.isEmpty()
                ? Map.of()
                : sql
                        .sql("""
                                select %1$s as id, from_position, from_at, to_position, to_at, ended_because, %2$s as ends_at
                                from %3$s where %1$s in (:ids) order by %1$s, from_position
                                """.formatted(key, endsAt, table))
                        .param("ids", distinct)
                        .query((row, number) -> new Stretch(
                                uuid(row, "id"),
                                row.getLong("from_position"),
                                instant(row, "from_at"),
                                row.getObject("to_position", Long.class),
                                instantOrNull(row, "to_at"),
                                textOrNull(row, "ended_because"),
                                instantOrNull(row, "ends_at")))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(Stretch::id));
    }

    /** When memberships first had a group that does not allow it, by membership. */
    private Map<UUID, End> lost(List<Found> found, Instant at, Collection<String> managing) {
        return found.isEmpty()
                ? Map.of()
                : first(
                        """
                        select membership_id as id, from_position, from_at from past_user
                        where membership_id in (:ids) and from_at > :at and group_name not in (:managing)
                        order by from_position
                        """,
                        sql -> sql.param("managing", managing),
                        found.stream().map(Found::membershipId),
                        at,
                        AccessEnd.GROUP_CHANGED);
    }

    private Map<UUID, End> deleted(List<Found> found, Instant at) {
        return found.isEmpty()
                ? Map.of()
                : first("""
                        select project_id as id, from_position, from_at from past_project
                        where project_id in (:ids) and from_at > :at and state <> 'ACTIVE'
                        order by from_position
                        """, sql -> sql, found.stream().map(Found::projectId), at, AccessEnd.PROJECT_DELETED);
    }

    private Map<UUID, End> first(
            String statement, UnaryOperator<StatementSpec> params, Stream<UUID> ids, Instant at, AccessEnd because) {
        return params
                .apply(sql.sql(statement).param("ids", ids.distinct().toList()).param("at", Columns.at(at)))
                .query((row, number) -> Map.entry(
                        uuid(row, "id"), new End(instant(row, "from_at"), because, row.getLong("from_position"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, later) -> first));
    }

    private Map<UUID, End> closed(Stream<UUID> customers) {
        var distinct = customers.distinct().toList();
        return distinct.isEmpty()
                ? Map.of()
                : sql
                        .sql("""
                                select customer_id, from_position, from_at from past_customer
                                where customer_id in (:ids) and state = 'CLOSED'
                                order by from_position
                                """)
                        .param("ids", distinct)
                        .query((row, number) -> Map.entry(
                                uuid(row, "customer_id"),
                                new End(
                                        instant(row, "from_at"),
                                        AccessEnd.CUSTOMER_CLOSED,
                                        row.getLong("from_position"))))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, later) -> first));
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
