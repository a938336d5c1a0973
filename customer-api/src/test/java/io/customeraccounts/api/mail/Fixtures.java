package io.customeraccounts.api.mail;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.MembershipId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** People, firms and moments that the tests of this package tell about. */
final class Fixtures {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    static final CustomerId ACME = new CustomerId(UUID.fromString("00000000-0000-7000-8000-0000000000a1"));
    static final MembershipId ADA = new MembershipId(UUID.fromString("00000000-0000-7000-8000-000000000ada"));
    static final InvitationId ANNAS = new InvitationId(UUID.fromString("00000000-0000-7000-8000-0000000a99a5"));

    private Fixtures() {}

    /** A clock that moves only when told to. */
    static final class SetClock extends Clock {
        private volatile Instant now = NOON;

        void set(Instant to) {
            now = to;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Keeps the port's promises about states of keys, with an encoding in place of encryption. */
    static final class Vault implements PersonalDataVault {
        private final Set<KeyId> destroyed = ConcurrentHashMap.newKeySet();

        @Override
        public Personal.Sealed seal(Personal.Known value) {
            return sealed(value.key().value(), value.value());
        }

        @Override
        public Personal.Opened open(Personal value) {
            return switch (value) {
                case Personal.Opened opened -> opened;
                case Personal.Sealed sealed when destroyed.contains(sealed.key()) -> new Personal.Erased(sealed.key());
                case Personal.Sealed sealed ->
                    new Personal.Known(
                            sealed.key(),
                            new String(Base64.getUrlDecoder().decode(sealed.ciphertext()), StandardCharsets.UTF_8));
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
    }

    /** A personal value as it comes from the store. */
    static Personal.Sealed sealed(UUID key, String value) {
        return new Personal.Sealed(
                new KeyId(key), Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
}
