package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The open grants as one process remembers them. */
public class MapOpenGrants implements OpenGrants {

    private record End(RevocationCause cause, String eventId) {}

    private record Entry(
            CustomerId customerId,
            ProjectId projectId,
            MembershipId membershipId,
            @Nullable End end,
            @Nullable Instant tryFrom) {

        Entry revoked(End because, Instant at) {
            return end == null ? new Entry(customerId, projectId, membershipId, because, at) : this;
        }

        Entry claimed(Instant now) {
            return new Entry(customerId, projectId, membershipId, end, now.plus(Duration.ofMinutes(1)));
        }

        boolean isDue(Instant now) {
            return tryFrom != null && !tryFrom.isAfter(now);
        }

        Revocation revocation(GrantId grantId) {
            var because = Objects.requireNonNull(end);
            return new Revocation(customerId, projectId, grantId, because.cause(), because.eventId());
        }
    }

    private final Map<GrantId, Entry> entries = new LinkedHashMap<>();
    private final Map<Object, End> ends = new HashMap<>();

    @Override
    public void opened(
            CustomerId customerId, ProjectId projectId, GrantId grantId, MembershipId membershipId, Instant at) {
        entries.putIfAbsent(grantId, new Entry(customerId, projectId, membershipId, null, null));
        for (var subject : List.of(membershipId, customerId)) {
            if (ends.containsKey(subject)) {
                entries.computeIfPresent(grantId, (same, entry) -> entry.revoked(ends.get(subject), at));
            }
        }
    }

    @Override
    public void ended(GrantId grantId) {
        entries.remove(grantId);
    }

    @Override
    public void allEnded(ProjectId projectId) {
        entries.values().removeIf(entry -> entry.projectId().equals(projectId));
    }

    @Override
    public void membershipEnded(MembershipId membershipId, RevocationCause cause, String eventId, Instant at) {
        end(membershipId, new End(cause, eventId), entry -> entry.membershipId().equals(membershipId), at);
    }

    @Override
    public void customerClosed(CustomerId customerId, String eventId, Instant at) {
        var end = new End(RevocationCause.CUSTOMER_CLOSED, eventId);
        end(customerId, end, entry -> entry.customerId().equals(customerId), at);
    }

    private void end(Object subject, End end, Predicate<Entry> which, Instant at) {
        ends.putIfAbsent(subject, end);
        entries.replaceAll((grant, entry) -> which.test(entry) ? entry.revoked(end, at) : entry);
    }

    @Override
    public List<Revocation> claim(Instant now, int limit) {
        var claimed = entries.entrySet().stream()
                .filter(entry -> entry.getValue().isDue(now))
                .sorted(Comparator.comparing(entry -> entry.getValue().tryFrom()))
                .limit(limit)
                .toList();
        claimed.forEach(entry -> entries.put(entry.getKey(), entry.getValue().claimed(now)));
        return claimed.stream()
                .map(entry -> entry.getValue().revocation(entry.getKey()))
                .toList();
    }
}
