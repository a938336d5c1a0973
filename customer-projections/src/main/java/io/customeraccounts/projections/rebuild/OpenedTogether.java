package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.KeyId;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/** Opens the personal values of many events by few look-ups, before anybody asks for them. */
final class OpenedTogether implements PersonalDataVault {

    private static final ClassValue<List<Method>> PERSONAL = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return type.isRecord()
                    ? Arrays.stream(type.getRecordComponents())
                            .filter(component -> Personal.class.isAssignableFrom(component.getType()))
                            .map(RecordComponent::getAccessor)
                            .toList()
                    : List.of();
        }
    };

    private final PersonalDataVault vault;
    private final IdentityHashMap<Personal, Personal.Opened> opened = new IdentityHashMap<>();

    OpenedTogether(PersonalDataVault vault) {
        this.vault = vault;
    }

    /** Forgets former ones. */
    void openAllOf(Collection<?> events) {
        opened.clear();
        var values = new ArrayList<Personal>();
        for (var event : events) {
            for (var accessor : PERSONAL.get(event.getClass())) {
                if (value(accessor, event) instanceof Personal personal) {
                    values.add(personal);
                }
            }
        }
        var answers = vault.openAll(values);
        for (var i = 0; i < values.size(); i++) {
            opened.put(values.get(i), answers.get(i));
        }
    }

    private static Object value(Method accessor, Object event) {
        try {
            return accessor.invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + accessor, e);
        }
    }

    @Override
    public Personal.Opened open(Personal value) {
        var known = opened.get(value);
        return known == null ? vault.open(value) : known;
    }

    @Override
    public List<Personal.Opened> openAll(Collection<? extends Personal> values) {
        return values.stream().map(this::open).toList();
    }

    @Override
    public Personal.Sealed seal(Personal.Known value) {
        throw new UnsupportedOperationException("a rebuild decides nothing");
    }

    @Override
    public void hold(KeyId key) {
        throw new UnsupportedOperationException("a rebuild decides nothing");
    }

    @Override
    public void destroy(KeyId key) {
        throw new UnsupportedOperationException("a rebuild decides nothing");
    }
}
