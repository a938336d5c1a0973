package io.customeraccounts.projections.feed;

import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.ProjectTag;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What of an event everybody may see who may see the event: its ids and plain values. A field is left out unless its type is
 * known to be harmless, and a text unless its name is, so that whatever is new has to be let in here.
 */
final class PlainData {

    static final String MEMBERSHIP = "membershipId";
    static final String INVITATION = "invitationId";
    static final String PROJECT = "projectId";

    private static final Set<Class<?>> PLAIN = Set.of(
            boolean.class,
            int.class,
            long.class,
            Long.class,
            Instant.class,
            GroupName.class,
            LocationName.class,
            PartnerMembership.class,
            ProjectTag.class);

    /** The names and identifiers of customers and projects, which are not personal (rule: Privacy); any other text may be. */
    private static final Set<String> PLAIN_TEXTS = Set.of("identifier", "name");

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Set<String>> fields;

    PlainData() {
        this(EventName.all());
    }

    /** @param events records, by the names under which they are stored */
    PlainData(Map<String, ? extends Class<?>> events) {
        fields = events.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        event -> Arrays.stream(event.getValue().getRecordComponents())
                                .filter(PlainData::isPlain)
                                .map(RecordComponent::getName)
                                .collect(Collectors.toSet())));
    }

    private static boolean isPlain(RecordComponent component) {
        return switch (component.getGenericType()) {
            case ParameterizedType list
            when list.getRawType() == List.class ->
                list.getActualTypeArguments()[0] instanceof Class<?> type && isPlain(type);
            case Class<?> type -> isPlain(type) || (type == String.class && PLAIN_TEXTS.contains(component.getName()));
            default -> false;
        };
    }

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
