package io.customeraccounts.projections.store;

import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.ByteArrayToJsonNodeConverter;
import org.axonframework.serialization.jackson3.JsonNodeToByteArrayConverter;
import org.axonframework.serialization.jackson3.JsonNodeToObjectNodeConverter;
import org.axonframework.serialization.jackson3.ObjectNodeToJsonNodeConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events, their metadata, snapshots and tokens as JSON under stable names, and reads them back. The names are those
 * of {@link EventName}; class names never reach the store. What has no name is refused, in both directions.
 *
 * <p>{@link Personal.Known} values are sealed on the way out. What is read holds {@link Personal.Sealed}: nothing is decrypted
 * before somebody asks the vault for it. Fields that a type does not have are ignored, those that the JSON does not have
 * are null, false or 0: an event may get a further optional field without a new version.
 */
public final class EventSerializer implements Serializer {

    /** The revision that every event is written in. One that changes its shape gets the next, and an upcaster. */
    private static final String REVISION = "1";

    private static final byte[] NOTHING = {'n', 'u', 'l', 'l'};

    /** How one type is stored. */
    private record Form(
            SerializedType type,
            Class<?> javaType,
            Function<Object, byte[]> write,
            Function<byte[], @Nullable Object> read) {}

    private final JsonMapper json;
    private final Map<Class<?>, Form> byClass = new HashMap<>();
    private final Map<String, Form> byName = new HashMap<>();
    private final ChainingConverter converter = new ChainingConverter(EventSerializer.class.getClassLoader());

    /**
     * @param further more types that may be stored, by their names: the aggregates, as snapshots, for instance {@code
     *     customer.snapshot}. Their fields are stored whatever their visibility. Their revision follows from these fields,
     *     so that a snapshot is not read into an aggregate that has changed
     */
    public EventSerializer(PersonalDataVault vault, Map<String, ? extends Class<?>> further) {
        json = StoredJson.mapper(vault);
        EventName.all().forEach((name, type) -> add(name, REVISION, type));
        further.forEach((name, type) -> add(name, Shape.of(type), type));

        var tokens = new TokenJson(json);
        addToken(TokenJson.POSITION, GlobalSequenceTrackingToken.class, tokens);
        addToken(TokenJson.REPLAY, ReplayToken.class, tokens);
        addToken(TokenJson.MERGED, MergedTrackingToken.class, tokens);
        addToken(TokenJson.CONFIGURATION, ConfigToken.class, tokens);

        // Axon itself names the type of metadata when it reads; the name is not stored.
        add(new Form(
                new SimpleSerializedType(MetaData.class.getName(), null),
                MetaData.class,
                metadata -> json.writeValueAsBytes(texts((MetaData) metadata)),
                bytes -> MetaData.from(json.readerForMapOf(String.class).<Map<String, String>>readValue(bytes))));

        converter.registerConverter(new ByteArrayToJsonNodeConverter(json));
        converter.registerConverter(new JsonNodeToByteArrayConverter(json));
        converter.registerConverter(new JsonNodeToObjectNodeConverter());
        converter.registerConverter(new ObjectNodeToJsonNodeConverter());
    }

    private void add(String name, String revision, Class<?> type) {
        var writer = json.writerFor(type);
        var reader = json.readerFor(type);
        add(new Form(
                new SimpleSerializedType(name, revision),
                type,
                writer::writeValueAsBytes,
                bytes -> reader.readValue(bytes)));
    }

    private void addToken(String name, Class<? extends TrackingToken> type, TokenJson tokens) {
        add(new Form(
                new SimpleSerializedType(name, null),
                type,
                token -> json.writeValueAsBytes(tokens.write((TrackingToken) token)),
                bytes -> tokens.read(json.readTree(bytes))));
    }

    private void add(Form form) {
        if (byName.put(form.type().getName(), form) != null || byClass.put(form.javaType(), form) != null) {
            throw new IllegalArgumentException("stored twice: " + form.type().getName());
        }
    }

    private static MetaData texts(MetaData metadata) {
        metadata.forEach((name, value) -> {
            if (!(value instanceof String)) {
                throw new SerializationException("metadata are texts, but " + name + " is not one");
            }
        });
        return metadata;
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> expectedRepresentation) {
        if (object == null) {
            return new SimpleSerializedObject<>(
                    converter.convert(NOTHING, expectedRepresentation),
                    expectedRepresentation,
                    SerializedType.emptyType());
        }
        var form = form(object.getClass());
        try {
            var bytes = form.write().apply(object);
            return new SimpleSerializedObject<>(
                    converter.convert(bytes, expectedRepresentation), expectedRepresentation, form.type());
        } catch (JacksonException e) {
            throw new SerializationException("cannot write " + form.type().getName(), e);
        }
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> expectedRepresentation) {
        return converter.canConvert(byte[].class, expectedRepresentation);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Axon's contract: the caller knows the type
    public <S, T> @Nullable T deserialize(SerializedObject<S> stored) {
        if (SerializedType.emptyType().equals(stored.getType())) {
            return null;
        }
        var form = form(stored.getType());
        try {
            return (T) form.read().apply(converter.convert(stored, byte[].class).getData());
        } catch (JacksonException e) {
            throw new SerializationException("cannot read " + form.type().getName(), e);
        }
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        return SerializedType.emptyType().equals(type) ? Void.class : form(type).javaType();
    }

    @Override
    @SuppressWarnings("rawtypes") // Axon's signature
    public SerializedType typeForClass(@Nullable Class type) {
        return type == null || type == Void.class || type == void.class
                ? SerializedType.emptyType()
                : form(type).type();
    }

    @Override
    public Converter getConverter() {
        return converter;
    }

    private Form form(Class<?> type) {
        var form = byClass.get(type);
        if (form == null) {
            throw new SerializationException(type.getName() + " has no name to be stored under");
        }
        return form;
    }

    private Form form(SerializedType type) {
        var form = byName.get(type.getName());
        if (form == null) {
            throw new SerializationException(
                    "nothing is stored under the name " + type.getName() + "; was it written by a newer version?");
        }
        return form;
    }
}
