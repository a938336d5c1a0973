package io.customeraccounts.api.audit;

import io.customeraccounts.projections.ledger.Altered;
import io.customeraccounts.projections.ledger.ExportLine;
import io.customeraccounts.projections.ledger.ExportReader;
import io.customeraccounts.projections.ledger.SignedNote;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.ledger.Verification;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Checks that an export is what was signed, and names the first position that is not. Needs no service and trusts none: only the key, and checkpoints that were kept.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private static final long MEGABYTE = 1024 * 1024;

    @Parameters(
            arity = "1..*",
            paramLabel = "EXPORT",
            description = "Export, or its parts in their order; - reads from standard input.")
    private List<Path> exports = List.of();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description =
                    "Key to trust, name+id+key, or a file with one a line. Not from the place that the export comes from.")
    private List<String> keys = List.of();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Checkpoint that was kept; each makes sure that nothing up to it is missing.")
    private List<Path> checkpoints = List.of();

    @Option(
            names = "--alone",
            description =
                    "The lines of events, taken from an export with proofs, are each checked alone, against the kept checkpoint of its size. Says nothing about what is not there.")
    private boolean alone;

    @Mixin
    private Output output = new Output();

    /** What is printed as JSON. */
    private record Found(
            boolean verified,
            boolean complete,
            long from,
            long to,
            long provedTo,
            long events,
            int checkpoints,
            List<Long> uncheckedCheckpoints,
            @Nullable Long firstBadPosition,
            @Nullable Long firstBadPositionAtMost,
            @Nullable String reason) {}

    /** What is printed as JSON of lines alone. */
    private record Alone(boolean verified, long events) {}

    @Override
    public Integer call() throws IOException {
        var verification = verification();
        if (alone) {
            return linesAlone(verification);
        }
        try {
            read(verification);
        } catch (Altered altered) {
            return altered(altered, verification.result());
        } catch (ExportReader.Malformed | IllegalArgumentException e) {
            return noExport(e, verification.result());
        }
        return good(verification.result());
    }

    private int linesAlone(Verification verification) throws IOException {
        try (var input = new SequenceInputStream(Collections.enumeration(open()))) {
            var reader = new ExportReader(input);
            for (var line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ExportLine.Event event) {
                    verification.acceptAlone(event);
                }
            }
        } catch (Altered altered) {
            return altered(altered, verification.result());
        } catch (ExportReader.Malformed | IllegalArgumentException e) {
            return noExport(e, verification.result());
        }
        var events = verification.result().events();
        output.print(new Alone(events > 0, events), "%d lines, each an event of the checkpoint.".formatted(events));
        return events > 0 ? 0 : Audit.INCOMPLETE;
    }

    private void read(Verification verification) throws IOException {
        try (var input = new SequenceInputStream(Collections.enumeration(open()));
                var progress = new Progress("verify", size(), " MB", MEGABYTE)) {
            var reader = new ExportReader(input);
            for (var line = reader.next(); line != null; line = reader.next()) {
                verification.accept(line);
                progress.at(reader.bytesRead());
            }
        }
    }

    private Verification verification() throws IOException {
        var trusted = new ArrayList<Verifier>();
        var kept = new ArrayList<SignedNote>();
        try {
            for (var key : keys) {
                var lines = key.contains("+") ? List.of(key) : Files.readAllLines(Path.of(key));
                lines.stream()
                        .filter(line -> !line.isBlank())
                        .map(Verifier::parse)
                        .forEach(trusted::add);
            }
            for (var file : checkpoints) {
                kept.add(SignedNote.parse(Files.readString(file)));
            }
            return new Verification(trusted, kept);
        } catch (IllegalArgumentException e) {
            throw new Failure(Audit.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private List<InputStream> open() throws IOException {
        var opened = new ArrayList<InputStream>();
        for (var export : exports) {
            opened.add(
                    isStandardInput(export)
                            ? new FilterInputStream(System.in) {
                                @Override
                                public void close() {
                                    // not ours
                                }
                            }
                            : Files.newInputStream(export));
        }
        return opened;
    }

    private static boolean isStandardInput(Path export) {
        return export.toString().equals("-");
    }

    private long size() throws IOException {
        long size = 0;
        for (var export : exports) {
            if (isStandardInput(export)) {
                return -1;
            }
            size += Files.size(export);
        }
        return size;
    }

    private int good(Verification.Result it) {
        output.print(
                found(it, it.complete(), null, null, null),
                it.complete()
                        ? "Nothing was changed: positions %d to %d, %d events, %d checkpoints."
                                .formatted(it.first(), it.last(), it.events(), it.checkpoints())
                        : "Incomplete: it breaks off after position %d. Nothing was changed up to %d; go on with \"audit export --after %d\"."
                                .formatted(it.last(), it.proved(), it.last()));
        if (!it.unchecked().isEmpty()) {
            output.err().println("It says nothing about the checkpoints of these sizes: " + it.unchecked());
        }
        return it.complete() ? 0 : Audit.INCOMPLETE;
    }

    private int altered(Altered altered, Verification.Result it) {
        var where = altered.first() == altered.last()
                ? "The first bad position is " + altered.first()
                : "The first bad position is one of " + altered.first() + " to " + altered.last();
        output.print(
                found(
                        it,
                        false,
                        altered.first(),
                        altered.last(),
                        altered.reason().name()),
                where + ": " + text(altered.reason())
                        + (alone ? "." : ". Positions up to " + (altered.first() - 1) + " are good."));
        return Audit.ALTERED;
    }

    private static String text(Altered.Reason reason) {
        return switch (reason) {
            case EVENT_CHANGED -> "the event is not the one that the ledger holds the hash of";
            case EVENT_MISSING -> "its event is missing";
            case OUT_OF_ORDER -> "another event or checkpoint stands there";
            case NOT_WHAT_WAS_SIGNED -> "the events are not those that a checkpoint was signed for";
            case NOT_SIGNED -> "the checkpoint is not signed by a key that you trust";
            case PROOF_WRONG -> "the proof beside the event does not lead to the checkpoint";
            case TAIL_MISSING -> "a checkpoint that was kept stands for more events than there are";
        };
    }

    private int noExport(RuntimeException e, Verification.Result it) {
        output.print(
                found(it, false, null, null, String.valueOf(e.getMessage())),
                "No export: %s. What was read before, up to position %d, is good up to %d."
                        .formatted(e.getMessage(), it.last(), it.proved()));
        return Audit.INCOMPLETE;
    }

    private static Found found(
            Verification.Result it,
            boolean verified,
            @Nullable Long firstBad,
            @Nullable Long atMost,
            @Nullable String reason) {
        return new Found(
                verified,
                it.complete(),
                it.first(),
                it.last(),
                it.proved(),
                it.events(),
                it.checkpoints(),
                it.unchecked(),
                firstBad,
                atMost,
                reason);
    }
}
