package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.ledger.SignedNote.Signer;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.privacy.Gcm;
import io.customeraccounts.projections.tables.Columns;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The Ed25519 keys that sign checkpoints, in the database: the private halves encrypted, the public ones for ever. */
public final class CheckpointKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeys.class);
    private static final String CONTEXT = "checkpoint key";

    private final JdbcTemplate sql;
    private final String name;
    private final SecretKey encryption;
    private final Clock clock;

    /**
     * @param name of the ledger, without white space and plus signs; in every checkpoint
     * @param encryption 256 bits, used for nothing else
     */
    public CheckpointKeys(JdbcTemplate sql, String name, SecretKey encryption, Clock clock) {
        if (!name.matches("[^\\s+]+")) {
            throw new IllegalArgumentException("the name of a ledger has no white space and no plus sign");
        }
        this.sql = sql;
        this.name = name;
        this.encryption = encryption;
        this.clock = clock;
    }

    /** The newest first; one is made if there is none that can be decrypted. */
    List<Signer> signers() {
        var signers = stored();
        if (signers.isEmpty()) {
            add();
            signers = stored();
        }
        return signers;
    }

    /**
     * Makes a new key. The next checkpoint names it and is signed by it and by the one before, so that who trusts that one
     * learns to trust the new one; the checkpoints after it are signed by the new one alone.
     */
    public Verifier add() {
        var pair = generate();
        sql.update(
                "insert into checkpoint_key (public_key, sealed, created_at) values (?, ?, ?)",
                pair.getPublic().getEncoded(),
                Gcm.encrypt(encryption, pair.getPrivate().getEncoded(), CONTEXT),
                Columns.at(clock.instant()));
        return new Verifier(name, pair.getPublic());
    }

    /** Of all keys that there ever were, the newest first. */
    public List<Verifier> verifiers() {
        return sql.query(
                "select public_key from checkpoint_key order by number desc",
                (row, number) -> new Verifier(name, SignedNote.publicKey(row.getBytes("public_key"))));
    }

    private List<Signer> stored() {
        return sql.query("select * from checkpoint_key order by number desc", rows -> {
            var signers = new ArrayList<Signer>();
            while (rows.next()) {
                var key = unsealed(rows.getBytes("sealed"), rows.getInt("number"));
                if (key != null) {
                    signers.add(new Signer(new Verifier(name, SignedNote.publicKey(rows.getBytes("public_key"))), key));
                }
            }
            return signers;
        });
    }

    private @Nullable PrivateKey unsealed(byte[] sealed, int number) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Gcm.decrypt(encryption, sealed, CONTEXT)));
        } catch (GeneralSecurityException e) {
            LOG.warn("Cannot decrypt checkpoint key {}: is the key-encryption key another one than before?", number);
            return null;
        }
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }
}
