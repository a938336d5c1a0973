package io.customeraccounts.projections.history;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the history are wanted. What is absent does not matter.
 *
 * @param subject the id of a membership, an invitation, a project or a person that they are about
 * @param names stored names of events; empty for all
 * @param from the earliest
 * @param to before then
 */
public record HistoryFilter(
        @Nullable CustomerId customerId,
        @Nullable ProjectId projectId,
        @Nullable PersonId personId,
        @Nullable UUID subject,
        Set<String> names,
        @Nullable String actor,
        @Nullable String cause,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final HistoryFilter ALL = new HistoryFilter(null, null, null, null, Set.of(), null, null, null, null);

    public HistoryFilter {
        names = Set.copyOf(names);
    }

    /** Whether this line is wanted. */
    public boolean accepts(HistoryEntry entry) {
        return (customerId == null || customerId.equals(entry.customerId()))
                && (projectId == null || projectId.equals(entry.projectId()))
                && (personId == null || personId.equals(entry.personId()))
                && (subject == null || subjects(entry).anyMatch(subject::equals))
                && (names.isEmpty() || names.contains(entry.name()))
                && (actor == null || actor.equals(entry.actor()))
                && (cause == null || cause.equals(entry.cause()))
                && (from == null || !entry.occurredAt().isBefore(from))
                && (to == null || entry.occurredAt().isBefore(to));
    }

    private static Stream<UUID> subjects(HistoryEntry entry) {
        return Stream.of(
                        Optional.ofNullable(entry.membershipId()).map(MembershipId::value),
                        Optional.ofNullable(entry.invitationId()).map(InvitationId::value),
                        Optional.ofNullable(entry.projectId()).map(ProjectId::value),
                        Optional.ofNullable(entry.personId()).map(PersonId::value))
                .flatMap(Optional::stream);
    }

    public HistoryFilter of(CustomerId customer) {
        return new HistoryFilter(customer, projectId, personId, subject, names, actor, cause, from, to);
    }

    public HistoryFilter of(ProjectId project) {
        return new HistoryFilter(customerId, project, personId, subject, names, actor, cause, from, to);
    }

    public HistoryFilter of(PersonId person) {
        return new HistoryFilter(customerId, projectId, person, subject, names, actor, cause, from, to);
    }
}
