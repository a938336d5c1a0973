package io.customeraccounts.projections.testing;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** For tests that are not about encryption: encodes instead, but keeps the three states of a key. */
public final class InMemoryVault implements PersonalDataVault {

    private final Set<KeyId> keys = ConcurrentHashMap.newKeySet();
    private final Set<KeyId> destroyed = ConcurrentHashMap.newKeySet();

    @Override
    public Personal.Sealed seal(Personal.Known value) {
        if (destroyed.contains(value.key())) {
            throw new KeyDestroyed(value.key());
        }
        keys.add(value.key());
        var bytes = value.value().getBytes(StandardCharsets.UTF_8);
        return new Personal.Sealed(value.key(), Base64.getUrlEncoder().encodeToString(bytes));
    }

    @Override
    public Personal.Opened open(Personal value) {
        return switch (value) {
            case Personal.Opened opened -> opened;
            case Personal.Sealed sealed when destroyed.contains(sealed.key()) -> new Personal.Erased(sealed.key());
            case Personal.Sealed sealed
            when keys.contains(sealed.key()) -> {
                var bytes = Base64.getUrlDecoder().decode(sealed.ciphertext());
                yield new Personal.Known(sealed.key(), new String(bytes, StandardCharsets.UTF_8));
            }
            case Personal.Sealed sealed -> throw new KeyMissing(sealed.key());
        };
    }

    @Override
    public List<Personal.Opened> openAll(Collection<? extends Personal> values) {
        return values.stream().map(this::open).toList();
    }

    @Override
    public void hold(KeyId key) {}

    @Override
    public void destroy(KeyId key) {
        destroyed.add(key);
    }

    public boolean isDestroyed(KeyId key) {
        return destroyed.contains(key);
    }
}
