package io.customeraccounts.projections.history;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about, by the ids that it names as such. Of persons it names one at most, whatever it calls them; of
 * memberships also that of the inviter, whom it is not about.
 */
record About(
        @Nullable UUID projectId,
        @Nullable UUID membershipId,
        @Nullable UUID personId,
        @Nullable UUID invitationId) {

    private static final Map<Class<?>, Map<String, RecordComponent>> FIELDS = new ConcurrentHashMap<>();

    static About of(DomainEvent event) {
        var fields = FIELDS.computeIfAbsent(event.getClass(), About::fields);
        return new About(
                read(fields.get("projectId"), event) instanceof ProjectId id ? id.value() : null,
                read(fields.get("membershipId"), event) instanceof MembershipId id ? id.value() : null,
                read(fields.get("personId"), event) instanceof PersonId id ? id.value() : null,
                read(fields.get("invitationId"), event) instanceof InvitationId id ? id.value() : null);
    }

    private static Map<String, RecordComponent> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .collect(Collectors.toMap(
                        field -> field.getType() == PersonId.class ? "personId" : field.getName(), field -> field));
    }

    private static @Nullable Object read(@Nullable RecordComponent field, DomainEvent event) {
        try {
            return field == null ? null : field.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
