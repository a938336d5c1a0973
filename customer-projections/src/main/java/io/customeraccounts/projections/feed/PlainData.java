package io.customeraccounts.projections.feed;

import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.values.GroupName;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What of an event everybody may see who may see the event: its ids and plain values. A field is left out unless its type is
 * known to be harmless, so that a new kind of value has to be let in here.
 */
final class PlainData {

    static final String MEMBERSHIP = "membershipId";
    static final String INVITATION = "invitationId";

    private static final Set<Class<?>> PLAIN =
            Set.of(boolean.class, int.class, long.class, String.class, Instant.class, GroupName.class);

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Set<String>> fields = EventName.all().entrySet().stream()
            .collect(Collectors.toMap(
                    Map.Entry::getKey,
                    event -> Arrays.stream(event.getValue().getRecordComponents())
                            .filter(component -> isPlain(component.getType()))
                            .map(RecordComponent::getName)
                            .collect(Collectors.toSet())));

    private static boolean isPlain(Class<?> type) {
        return PLAIN.contains(type) || type.isEnum() || isId(type);
    }

    private static boolean isId(Class<?> type) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getType() == UUID.class;
    }

    /** @throws IllegalStateException if there is no such event; then it is of a newer version, and must not be passed over */
    Map<String, Object> of(String name, byte[] payload) {
        var shown = fields.get(name);
        if (shown == null) {
            throw new IllegalStateException("no event is called " + name + "; was it written by a newer version?");
        }
        var data = new LinkedHashMap<>(read(payload));
        data.keySet().retainAll(shown);
        return data;
    }

    static Map<String, Object> read(byte[] json) {
        return JSON.readerForMapOf(Object.class).readValue(json);
    }
}
