package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.ReadSide;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A ledger with events as the service stores them, and what auditors get of it. */
final class ExportedLedger implements AutoCloseable {

    final ReadSide is;
    final JdbcTemplate sql;
    final Ledger ledger;
    final CheckpointKeys keys;
    final Checkpoints checkpoints;
    private final JdbcEventStorage store;

    ExportedLedger(Databases kind) {
        is = new ReadSide(kind, it -> new InMemoryVault());
        sql = new JdbcTemplate(is.database);
        store = new JdbcEventStorage(
                is.database, new EventSerializer(is.vault, Map.of()), NoOpEventUpcaster.INSTANCE, () -> {});
        ledger = new Ledger(sql, new JdbcTransactionManager(is.database), is.clock);
        keys = new CheckpointKeys(sql, "ledger.example/test", new SecretKeySpec(new byte[32], "AES"), is.clock);
        checkpoints = new Checkpoints(sql, ledger, keys, is.clock);
    }

    /** At least so many events of a history that could have happened, one after the other, each signed if so decided. */
    void happened(long seed, int events, double signed) {
        var random = new Random(seed);
        var wanted = ledger.lastPosition() + events;
        RandomHistory.decisions(seed)
                .takeWhile(it -> ledger.lastPosition() < wanted)
                .forEach(decision -> {
                    for (var message : is.messages(decision)) {
                        is.transactions.executeWithoutResult(transaction -> store.appendEvents(List.of(message)));
                        ledger.seal();
                        if (random.nextDouble() < signed) {
                            checkpoints.make();
                        }
                    }
                });
    }

    /** As if nothing had ever happened, apart from the keys. */
    void clear() {
        for (var table : List.of("domain_event", "ledger", "unsealed_event", "ledger_checkpoint", "ledger_subtree")) {
            sql.update("delete from " + table);
        }
        sql.update("update ledger_head set last_position = 0");
    }

    byte[] export() {
        return export(0, Long.MAX_VALUE);
    }

    byte[] export(long after, long limit) {
        return export(after, limit, false);
    }

    byte[] export(long after, long limit, boolean proofs) {
        var written = new ByteArrayOutputStream();
        try {
            new Export(ledger, checkpoints).write(after, limit, proofs, written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toByteArray();
    }

    Verifier key() {
        return keys.verifiers().getFirst();
    }

    /** @throws Altered if it is not what was signed */
    static Verification.Result verify(byte[] export, Verifier key, Collection<SignedNote> kept) {
        try {
            var reader = new ExportReader(new ByteArrayInputStream(export));
            var verification = new Verification(List.of(key), kept);
            for (var line = reader.next(); line != null; line = reader.next()) {
                verification.accept(line);
            }
            return verification.result();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        is.close();
    }
}
