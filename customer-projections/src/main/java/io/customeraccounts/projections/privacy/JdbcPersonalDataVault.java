package io.customeraccounts.projections.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.KeyId;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps one key for each person or invitation in the table {@code personal_key}, wrapped by the key-encryption key. Values
 * and keys are encrypted with AES-256-GCM and bound to the id of their key, so that nothing can be moved elsewhere.
 *
 * <p>An unwrapped key lives no longer than the transaction that needed it: what is destroyed on one node is unreadable on
 * all from the commit on.
 */
public final class JdbcPersonalDataVault implements PersonalDataVault {

    private static final int KEY_BYTES = 32;

    private final JdbcClient sql;
    private final Clock clock;
    private final SecretKey keyEncryptionKey;
    private final String keyEncryptionKeyId;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param keyEncryptionKey 256 bits, the same on every node and for as long as the database lives
     * @throws OtherKeyEncryptionKey if the keys in the database were wrapped by another one
     */
    public JdbcPersonalDataVault(JdbcClient sql, Clock clock, SecretKey keyEncryptionKey) {
        this.sql = sql;
        this.clock = clock;
        this.keyEncryptionKey = keyEncryptionKey;
        this.keyEncryptionKeyId = id(keyEncryptionKey);
        refuseOtherKeyEncryptionKey();
    }

    /** Names the key without giving it away. */
    private static String id(SecretKey key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal("id".getBytes(UTF_8)), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private void refuseOtherKeyEncryptionKey() {
        var known =
                sql.sql("select id from key_encryption_key").query(String.class).list();
        if (known.isEmpty()) {
            sql.sql("insert into key_encryption_key (id, first_used_at) values (:id, :now) on conflict do nothing")
                    .param("id", keyEncryptionKeyId)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } else if (!known.contains(keyEncryptionKeyId)) {
            throw new OtherKeyEncryptionKey(known, keyEncryptionKeyId);
        }
    }

    @Override
    public Personal.Sealed seal(Personal.Known value) {
        var key = keyToSealWith(value.key());
        var encrypted =
                Gcm.encrypt(key, value.value().getBytes(UTF_8), value.key().toString());
        return new Personal.Sealed(
                value.key(), Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted));
    }

    private SecretKey keyToSealWith(KeyId id) {
        var inUse = ofThisTransaction().get(id);
        if (inUse != null) {
            return inUse;
        }
        var key = makeOrLock(id).key();
        if (key == null) {
            throw new KeyDestroyed(id);
        }
        ofThisTransaction().put(id, key);
        return key;
    }

    /**
     * A new key, unless there is one; most values are the first under their key. Another transaction may make it at the same
     * time; then this one waits, and takes that one.
     */
    private Stored makeOrLock(KeyId id) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        var made = sql.sql("""
                        insert into personal_key (key_id, wrapped_key, wrapped_by, created_at)
                        values (:id, :wrapped, :by, :now)
                        on conflict do nothing
                        """)
                .param("id", id.value())
                .param("wrapped", Gcm.encrypt(keyEncryptionKey, bytes, id.toString()))
                .param("by", keyEncryptionKeyId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return made == 1 ? new Stored(new SecretKeySpec(bytes, "AES")) : lock(id).orElseThrow(() -> new KeyMissing(id));
    }

    /**
     * The key, with its row locked: whoever destroys it waits for the end of this transaction, and then finds every readable
     * copy that this one made. Read without the lock, a copy could be committed just after the others were blanked.
     */
    private Optional<Stored> lock(KeyId id) {
        return sql.sql("select wrapped_key from personal_key where key_id = :id for update")
                .param("id", id.value())
                .query((row, number) -> unwrap(id, row.getBytes("wrapped_key"), new Gcm.Decryption()))
                .optional();
    }

    @Override
    public Personal.Opened open(Personal value) {
        return openAll(List.of(value)).getFirst();
    }

    @Override
    public List<Personal.Opened> openAll(Collection<? extends Personal> values) {
        // What this transaction has sealed it reads without asking again.
        var keys = new HashMap<KeyId, Stored>();
        ofThisTransaction().forEach((id, key) -> keys.put(id, new Stored(key)));
        var decryption = new Gcm.Decryption();
        keys.putAll(find(
                values.stream()
                        .filter(Personal.Sealed.class::isInstance)
                        .map(Personal::key)
                        .filter(id -> !keys.containsKey(id))
                        .distinct()
                        .toList(),
                decryption));
        var opened = new ArrayList<Personal.Opened>(values.size());
        for (var value : values) {
            opened.add(
                    switch (value) {
                        case Personal.Opened already -> already;
                        case Personal.Sealed sealed -> open(sealed, keys.get(sealed.key()), decryption);
                    });
        }
        return opened;
    }

    private static Personal.Opened open(Personal.Sealed value, @Nullable Stored stored, Gcm.Decryption decryption) {
        if (stored == null) {
            throw new KeyMissing(value.key());
        }
        var key = stored.key();
        if (key == null) {
            return new Personal.Erased(value.key());
        }
        try {
            var bytes = decryption.decrypt(
                    key,
                    Base64.getUrlDecoder().decode(value.ciphertext()),
                    value.key().toString());
            return new Personal.Known(value.key(), new String(bytes, UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a value under key " + value.key() + " has been altered", e);
        }
    }

    @Override
    public void hold(KeyId key) {
        lock(key);
    }

    @Override
    public void destroy(KeyId key) {
        ofThisTransaction().remove(key);
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        // A key that was never made is entered as destroyed, so that nobody makes it later.
        sql.sql("""
                insert into personal_key (key_id, created_at, destroyed_at) values (:id, :now, :now)
                on conflict do nothing
                """).param("id", key.value()).param("now", now).update();
        sql.sql("""
                update personal_key set wrapped_key = null, wrapped_by = null, destroyed_at = :now
                where key_id = :id and wrapped_key is not null
                """).param("id", key.value()).param("now", now).update();
    }

    private Map<KeyId, Stored> find(List<KeyId> ids, Gcm.Decryption decryption) {
        var found = new HashMap<KeyId, Stored>();
        if (!ids.isEmpty()) {
            sql.sql("select key_id, wrapped_key from personal_key where key_id = any(?)")
                    .param(ids.stream().map(KeyId::value).toArray(UUID[]::new))
                    .query(row -> {
                        var id = new KeyId(row.getObject(1, UUID.class));
                        found.put(id, unwrap(id, row.getBytes(2), decryption));
                    });
        }
        return found;
    }

    private Stored unwrap(KeyId id, byte @Nullable [] wrapped, Gcm.Decryption decryption) {
        if (wrapped == null) {
            return new Stored(null);
        }
        try {
            return new Stored(new SecretKeySpec(decryption.decrypt(keyEncryptionKey, wrapped, id.toString()), "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("personal key " + id + " has been altered", e);
        }
    }

    /** Two values of one event mostly have the same key. Outside a transaction nothing is kept. */
    @SuppressWarnings("unchecked") // only this class binds under itself
    private Map<KeyId, SecretKey> ofThisTransaction() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return new HashMap<>();
        }
        if (!TransactionSynchronizationManager.hasResource(this)) {
            TransactionSynchronizationManager.bindResource(this, new HashMap<KeyId, SecretKey>());
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void suspend() {
                    TransactionSynchronizationManager.unbindResource(JdbcPersonalDataVault.this);
                }

                @Override
                public void resume() {
                    TransactionSynchronizationManager.bindResource(
                            JdbcPersonalDataVault.this, new HashMap<KeyId, SecretKey>());
                }

                @Override
                public void afterCompletion(int status) {
                    TransactionSynchronizationManager.unbindResourceIfPossible(JdbcPersonalDataVault.this);
                }
            });
        }
        return (Map<KeyId, SecretKey>) Objects.requireNonNull(TransactionSynchronizationManager.getResource(this));
    }

    /** @param key absent if it was destroyed */
    private record Stored(@Nullable SecretKey key) {}
}
