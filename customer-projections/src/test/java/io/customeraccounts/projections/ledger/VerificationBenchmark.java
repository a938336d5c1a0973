package io.customeraccounts.projections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.projections.testing.Databases;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast an export is written from PostgreSQL, and verified from a file; with {@code -Dbenchmark.proofs=true} one with proofs, each
 * line of which is then also verified alone. Events are copies of those of a random history.
 */
class VerificationBenchmark {

    private static final boolean PROOFS = Boolean.getBoolean("benchmark.proofs");

    private static final int EVENTS = Integer.getInteger("benchmark.verified-events", 1_000_000);
    private static final int ORIGINALS = 2_000;
    private static final int ROUNDS = 3;

    @Test
    void writesAndVerifiesAnExport(@TempDir Path files) throws IOException {
        try (var it = new ExportedLedger(Databases.POSTGRES)) {
            it.happened(1, ORIGINALS, 0.01);
            multiply(it);
            var file = files.resolve("export.ndjson");
            var started = System.nanoTime();
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                new Export(it.ledger, it.checkpoints).write(0, Long.MAX_VALUE, PROOFS, out);
            }
            say("written", started, it.ledger.lastPosition());
            System.out.printf("%d MB%n", Files.size(file) / 1024 / 1024);
            for (var round = 0; round < ROUNDS; round++) {
                started = System.nanoTime();
                var verification = new Verification(List.of(it.key()), List.of());
                read(file, verification::accept);
                say("verified", started, verification.result().proved());
                assertThat(verification.result().proved()).isEqualTo(it.ledger.lastPosition());
            }
            if (PROOFS) {
                alone(it, file);
            }
        }
    }

    private static void alone(ExportedLedger it, Path file) throws IOException {
        var kept = new ArrayList<SignedNote>();
        read(file, line -> {
            if (line instanceof ExportLine.Signed signed) {
                kept.add(signed.note());
            }
        });
        for (var round = 0; round < ROUNDS; round++) {
            var verification = new Verification(List.of(it.key()), kept);
            var started = System.nanoTime();
            read(file, line -> {
                if (line instanceof ExportLine.Event event) {
                    verification.acceptAlone(event);
                }
            });
            say("verified alone", started, verification.result().events());
            assertThat(verification.result().events()).isEqualTo(it.ledger.lastPosition());
        }
    }

    private static void read(Path file, Consumer<ExportLine> accept) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var reader = new ExportReader(in);
            for (var line = reader.next(); line != null; line = reader.next()) {
                accept.accept(line);
            }
        }
    }

    private static void say(String what, long started, long events) {
        var took = Duration.ofNanos(System.nanoTime() - started);
        System.out.printf(
                "%d events %s in %d ms: %,d/s%n", events, what, took.toMillis(), events * 1_000 / took.toMillis());
    }

    private static void multiply(ExportedLedger it) {
        for (var copy = 1; it.ledger.lastPosition() + ORIGINALS <= EVENTS; copy++) {
            it.sql.update("""
                    with copied as (
                        insert into domain_event (event_identifier, aggregate_type, aggregate_identifier,
                            sequence_number, name, revision, occurred_at, payload, metadata)
                        select gen_random_uuid(), aggregate_type, aggregate_identifier, sequence_number + 1000000 * ?::bigint,
                            name, revision, occurred_at, payload, metadata
                        from domain_event where sequence_number < 1000000
                        returning event_identifier, aggregate_identifier)
                    insert into unsealed_event (event_identifier, customer_id) select * from copied
                    """, copy);
            while (it.ledger.seal() > 0) {
                // until nothing waits
            }
            it.checkpoints.make();
        }
    }
}
