package io.customeraccounts.api.security;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys that sign the service's own tokens, the newest first: that one signs, all verify. Kept in the database,
 * encrypted, so that tokens outlive a restart and every node accepts those of the others. A new key is made when the
 * newest gets old; nothing has to be told about it, as whoever meets an unknown key id asks for the keys again.
 */
@Embedded
@Component
class SigningKeys implements JWKSource<SecurityContext> {

    /** A key signs for 90 days. */
    static final Duration SIGNS = Duration.ofDays(90);

    /** No token lives longer than a key stays known after its last use. */
    static final Duration KNOWN_AFTERWARDS = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final int RSA_BITS = 2048;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** How long another node's new key may stay unknown here, and how often an unknown key id makes us look. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final JdbcClient sql;
    private final SecretKey encryption;
    private final Clock clock;
    private final Supplier<RSAKey> maker;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Loaded loaded;

    private record Stored(RSAKey key, Instant createdAt) {}

    private record Loaded(JWKSet keys, Instant at) {
        boolean olderThan(Duration age, Instant now) {
            return at.plus(age).isBefore(now);
        }
    }

    @Autowired
    SigningKeys(JdbcClient sql, KeyEncryptionKey keyEncryptionKey, Clock clock) {
        this(sql, keyEncryptionKey, clock, SigningKeys::generate);
    }

    /** @param maker of new keys; to make one takes as long as thousands of signatures */
    SigningKeys(JdbcClient sql, KeyEncryptionKey keyEncryptionKey, Clock clock, Supplier<RSAKey> maker) {
        this.sql = sql;
        this.encryption = keyEncryptionKey.derive("token signing keys");
        this.clock = clock;
        this.maker = maker;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var keys = keys(FRESH);
        var found = selector.select(keys);
        var wanted = selector.getMatcher().getKeyIDs();
        if (!found.isEmpty() || wanted == null || wanted.isEmpty()) {
            return found;
        }
        return selector.select(keys(PAUSE));
    }

    /** While one looks, the others go on with the keys of before: the database may take long to answer, or be away. */
    private JWKSet keys(Duration maximumAge) throws KeySourceException {
        var before = loaded;
        if (before != null && !before.olderThan(maximumAge, clock.instant())) {
            return before.keys();
        }
        if (before == null) {
            looking.lock();
        } else if (!looking.tryLock()) {
            return before.keys();
        }
        try {
            var present = loaded;
            if (present == null || present.olderThan(maximumAge, clock.instant())) {
                present = load();
                loaded = present;
            }
            return present.keys();
        } catch (DataAccessException away) {
            if (before == null) {
                throw new KeySourceException("the database cannot be asked for keys", away);
            }
            return before.keys();
        } finally {
            looking.unlock();
        }
    }

    private Loaded load() {
        var now = clock.instant();
        sql.sql("delete from signing_key where created_at <= :limit")
                .param("limit", at(now.minus(SIGNS).minus(KNOWN_AFTERWARDS)))
                .update();
        var stored = stored();
        if (stored.isEmpty() || !stored.getFirst().createdAt().plus(SIGNS).isAfter(now)) {
            add(now);
            stored = stored();
        }
        return new Loaded(new JWKSet(stored.stream().<JWK>map(Stored::key).toList()), now);
    }

    private List<Stored> stored() {
        return sql
                .sql("select kid, sealed, created_at from signing_key order by created_at desc, kid")
                .query((row, number) -> {
                    var createdAt = instant(row, "created_at");
                    return unseal(row.getString("kid"), row.getBytes("sealed")).map(key -> new Stored(key, createdAt));
                })
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Should two nodes do so at the same time there are two new keys, which does no harm. */
    private void add(Instant now) {
        var key = maker.get();
        sql.sql("insert into signing_key (kid, sealed, created_at) values (:kid, :sealed, :now)")
                .param("kid", key.getKeyID())
                .param("sealed", seal(key))
                .param("now", at(now))
                .update();
    }

    static RSAKey generate() {
        try {
            return new RSAKeyGenerator(RSA_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot make a signing key", e);
        }
    }

    private byte[] seal(RSAKey key) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, key.getKeyID())
                    .doFinal(key.toJSONString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt a signing key", e);
        }
    }

    /** Empty if another key-encryption key was in use: the tokens of that time are worth nothing then. */
    private Optional<RSAKey> unseal(String kid, byte[] sealed) {
        try {
            var nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            var json =
                    cipher(Cipher.DECRYPT_MODE, nonce, kid).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return Optional.of(RSAKey.parse(new String(json, StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | ParseException e) {
            LOG.warn("Cannot decrypt the signing key {}: is the key-encryption key another one than before?", kid);
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String kid) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
