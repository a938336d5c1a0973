package io.customeraccounts.api.mail;

import io.customeraccounts.domain.values.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes a secret from the request that made it to the mail that carries it: encrypted, found by its hash, and gone as soon
 * as the mail server has the mail or what it was for has ended (rule: Invitations).
 */
public class SecretHandover {

    /** No invitation lives longer than 30 days, so that older secrets belong to nothing. */
    static final Duration LONGEST = Duration.ofDays(31);

    private final JdbcClient sql;
    private final MailCipher cipher;
    private final Clock clock;

    SecretHandover(JdbcClient sql, MailCipher cipher, Clock clock) {
        this.sql = sql;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * Keeps a secret for its mail, in the transaction that is active, which must be that of the command; answers what the
     * command is to carry. Keeping the same secret again changes nothing.
     *
     * @throws IllegalStateException if no transaction is active
     */
    public Secret.Hash keep(Secret secret) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a secret is kept in the transaction of its command");
        }
        var hash = secret.hash();
        sql.sql("""
                insert into secret_handover (secret_hash, sealed, kept_at) values (:hash, :sealed, :now)
                on conflict do nothing
                """)
                .param("hash", hash.value())
                .param("sealed", cipher.encrypt(secret.value(), hash.value()))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return hash;
    }

    /** The secret, as long as its mail has not been handed over and has not become pointless. */
    Optional<Secret> find(Secret.Hash hash) {
        return sql.sql("select sealed from secret_handover where secret_hash = :hash")
                .param("hash", hash.value())
                .query(String.class)
                .optional()
                .map(encrypted -> new Secret(cipher.decrypt(encrypted, hash.value())));
    }

    /** Deletes a secret; a mail with it that still waits is not sent any more. Succeeds also if there is none. */
    public void forget(Secret.Hash hash) {
        forget(List.of(hash));
    }

    /** As {@link #forget(Secret.Hash)}, for many. */
    void forget(List<Secret.Hash> hashes) {
        if (!hashes.isEmpty()) {
            sql.sql("delete from secret_handover where secret_hash in (:hashes)")
                    .param("hashes", hashes.stream().map(Secret.Hash::value).toList())
                    .update();
        }
    }

    /** Deletes what was kept for commands that were refused, and for mails that never went out. */
    void forgetOld() {
        sql.sql("delete from secret_handover where kept_at < :limit")
                .param("limit", clock.instant().minus(LONGEST).atOffset(ZoneOffset.UTC))
                .update();
    }
}
