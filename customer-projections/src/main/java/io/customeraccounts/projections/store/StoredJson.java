package io.customeraccounts.projections.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.KeyId;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;

/**
 * How values look in stored JSON: ids and other records of one component {@code value} are that value, also as keys of
 * maps; instants are ISO 8601, enums their constants' names, and what is absent is left out.
 */
final class StoredJson {

    private StoredJson() {}

    static JsonMapper mapper(PersonalDataVault vault) {
        return JsonMapper.builder()
                .addModule(new Scalars())
                .addModule(new SimpleModule("personal values")
                        .addSerializer(Personal.class, new PersonalWriter(vault))
                        .addDeserializer(Personal.class, new PersonalReader()))
                .changeDefaultVisibility(visible -> visible.withGetterVisibility(Visibility.NONE)
                        .withIsGetterVisibility(Visibility.NONE)
                        .withSetterVisibility(Visibility.NONE)
                        .withFieldVisibility(Visibility.ANY)
                        .withCreatorVisibility(Visibility.ANY))
                .constructorDetector(ConstructorDetector.DEFAULT.withAllowImplicitWithDefaultConstructor(false))
                .changeDefaultPropertyInclusion(include -> include.withValueInclusion(Include.NON_NULL))
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }

    private static final class PersonalWriter extends ValueSerializer<Personal> {

        private final PersonalDataVault vault;

        PersonalWriter(PersonalDataVault vault) {
            this.vault = vault;
        }

        @Override
        public void serialize(Personal value, JsonGenerator out, SerializationContext context) {
            var sealed = switch (value) {
                case Personal.Sealed already -> already;
                case Personal.Known known -> vault.seal(known);
                case Personal.Erased erased ->
                    throw new IllegalArgumentException("what is erased cannot be stored again: " + erased.key());
            };
            out.writeStartObject();
            out.writeStringProperty("key", sealed.key().toString());
            out.writeStringProperty("sealed", sealed.ciphertext());
            out.writeEndObject();
        }
    }

    private static final class PersonalReader extends ValueDeserializer<Personal> {

        private record Fields(KeyId key, String sealed) {}

        private @Nullable ValueDeserializer<Object> reader;

        /** Called once, before the first value is read. */
        @Override
        public void resolve(DeserializationContext context) {
            reader = context.findRootValueDeserializer(context.constructType(Fields.class));
        }

        @Override
        public Personal deserialize(JsonParser in, DeserializationContext context) {
            var fields = (Fields) Objects.requireNonNull(reader).deserialize(in, context);
            return new Personal.Sealed(fields.key(), fields.sealed());
        }
    }

    /** Records of one component {@code value}. */
    private static final class Scalars extends SimpleModule {

        static boolean include(JavaType type) {
            if (!type.isRecordType()) {
                return false;
            }
            var components = type.getRawClass().getRecordComponents();
            return components.length == 1 && components[0].getName().equals("value");
        }

        @Override
        public void setupModule(SetupContext context) {
            context.addSerializers(new Serializers.Base() {
                @Override
                public @Nullable ValueSerializer<?> findSerializer(
                        SerializationConfig config,
                        JavaType type,
                        BeanDescription.Supplier bean,
                        JsonFormat.Value format) {
                    return include(type) ? new ScalarWriter(type) : null;
                }
            });
            context.addKeySerializers(new Serializers.Base() {
                @Override
                public @Nullable ValueSerializer<?> findSerializer(
                        SerializationConfig config,
                        JavaType type,
                        BeanDescription.Supplier bean,
                        JsonFormat.Value format) {
                    return include(type) ? new ScalarKeyWriter(type) : null;
                }
            });
            context.addDeserializers(new Deserializers.Base() {
                @Override
                public @Nullable ValueDeserializer<?> findBeanDeserializer(
                        JavaType type, DeserializationConfig config, BeanDescription.Supplier bean) {
                    return include(type) ? new ScalarReader(type) : null;
                }

                @Override
                public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
                    return include(config.constructType(type));
                }
            });
            context.addKeyDeserializers((type, config, bean) -> include(type) ? new ScalarKeyReader(type) : null);
        }
    }

    /** The one component of a record. */
    private static final class Scalar {

        final Class<?> type;
        private final Method accessor;
        private final Constructor<?> constructor;

        Scalar(JavaType record) {
            var component = record.getRawClass().getRecordComponents()[0];
            type = component.getType();
            accessor = component.getAccessor();
            accessor.setAccessible(true);
            try {
                constructor = record.getRawClass().getDeclaredConstructor(type);
                constructor.setAccessible(true);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("every record has its canonical constructor", e);
            }
        }

        Object get(Object record) {
            try {
                return accessor.invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + record.getClass(), e);
            }
        }

        Object create(Object value) {
            try {
                return constructor.newInstance(value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot create " + constructor.getDeclaringClass(), e);
            }
        }
    }

    private static final class ScalarWriter extends ValueSerializer<Object> {

        private final Scalar scalar;

        ScalarWriter(JavaType type) {
            scalar = new Scalar(type);
        }

        @Override
        public void serialize(Object record, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, scalar.get(record));
        }
    }

    private static final class ScalarKeyWriter extends ValueSerializer<Object> {

        private final Scalar scalar;

        ScalarKeyWriter(JavaType type) {
            scalar = new Scalar(type);
        }

        @Override
        public void serialize(Object record, JsonGenerator out, SerializationContext context) {
            out.writeName(scalar.get(record).toString());
        }
    }

    private static final class ScalarReader extends ValueDeserializer<Object> {

        private final Scalar scalar;

        /** Looking for it takes longer than reading. */
        private @Nullable ValueDeserializer<Object> reader;

        ScalarReader(JavaType type) {
            scalar = new Scalar(type);
        }

        /** Called once, before the first value is read. */
        @Override
        public void resolve(DeserializationContext context) {
            reader = context.findRootValueDeserializer(context.constructType(scalar.type));
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) {
            return scalar.create(Objects.requireNonNull(reader).deserialize(in, context));
        }

        @Override
        public boolean isCachable() {
            return true;
        }
    }

    private static final class ScalarKeyReader extends KeyDeserializer {

        private final Scalar scalar;

        ScalarKeyReader(JavaType type) {
            scalar = new Scalar(type);
            if (scalar.type != String.class && scalar.type != UUID.class) {
                throw new IllegalArgumentException("not a key of a stored map: " + type);
            }
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return scalar.create(scalar.type == UUID.class ? UUID.fromString(key) : key);
        }
    }
}
