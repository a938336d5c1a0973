package io.customeraccounts.projections.store;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals the personal values of an event as soon as it is decided. Aggregates stay in memory for long; what they keep must
 * become unreadable together with the key, like everything else.
 */
final class PersonalSealing {

    /** How to take an event apart and put it together again; only for those with personal values. */
    private record Plan(List<Method> accessors, Constructor<?> constructor) {

        static @Nullable Plan of(Class<?> type) {
            var components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
            if (Arrays.stream(components)
                    .noneMatch(component -> Personal.class.isAssignableFrom(component.getType()))) {
                return null;
            }
            try {
                var constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                return new Plan(
                        Arrays.stream(components)
                                .map(RecordComponent::getAccessor)
                                .toList(),
                        constructor);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("every record has its canonical constructor", e);
            }
        }
    }

    private static final ClassValue<@Nullable Plan> PLANS = new ClassValue<>() {
        @Override
        protected @Nullable Plan computeValue(Class<?> type) {
            return Plan.of(type);
        }
    };

    private final PersonalDataVault vault;

    PersonalSealing(PersonalDataVault vault) {
        this.vault = vault;
    }

    /** The same event with {@link Personal.Sealed} in place of {@link Personal.Known}. */
    @SuppressWarnings("unchecked") // the class stays the same
    <E> E sealed(E event) {
        var plan = PLANS.get(event.getClass());
        if (plan == null) {
            return event;
        }
        try {
            var values = new Object[plan.accessors().size()];
            for (var i = 0; i < values.length; i++) {
                var value = plan.accessors().get(i).invoke(event);
                values[i] = value instanceof Personal.Known known ? vault.seal(known) : value;
            }
            return (E) plan.constructor().newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot seal " + event.getClass(), e);
        }
    }
}
