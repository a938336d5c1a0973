package io.customeraccounts.api.audit;

import io.customeraccounts.projections.ledger.ExportLine;
import io.customeraccounts.projections.ledger.ExportReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description =
                "Fetches the ledger, as auditor or operator of the installation. Goes on with a file that is there: after a broken connection, and with what has happened since.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    private static final int BUFFER = 64 * 1024;
    private static final long MEGABYTE = 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "Where to; - writes to standard output.")
    private Path file = Path.of("-");

    @Option(
            names = "--after",
            description = "Position of the last event that is not wanted; not for a file that is there.")
    private long after;

    @Option(names = "--limit", description = "How many events at most.")
    private @Nullable Long limit;

    @Option(
            names = "--proofs",
            description = "With a proof in each line, by which it can be checked alone; more than twice as long.")
    private boolean proofs;

    @Mixin
    private Service service = new Service();

    @Mixin
    private Output output = new Output();

    /** What is printed as JSON. */
    private record Fetched(long after, long position, boolean complete) {}

    /** @param bytes of complete lines */
    private record Have(long position, long bytes) {}

    @Override
    public Integer call() throws IOException {
        if (file.toString().equals("-")) {
            var out = new java.io.FileOutputStream(java.io.FileDescriptor.out);
            fetch(after, out);
            return 0;
        }
        var have = have();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(have.bytes());
            channel.position(have.bytes());
            fetch(have.position(), Channels.newOutputStream(channel));
        }
        return told(have.position());
    }

    /** What is in the file already; a line that is broken off is left out. */
    private Have have() throws IOException {
        if (!Files.exists(file)) {
            return new Have(after, 0);
        }
        var position = after;
        try (var input = Files.newInputStream(file)) {
            var reader = new ExportReader(input);
            for (var line = reader.next(); line != null; line = reader.next()) {
                switch (line) {
                    case ExportLine.Begin begin -> position = begin.after();
                    case ExportLine.Event event -> position = event.position();
                    case ExportLine.Missing missing -> position = missing.position();
                    case ExportLine.Signed _, ExportLine.End _ -> {}
                }
            }
            return new Have(position, reader.bytesRead());
        } catch (ExportReader.Malformed e) {
            throw new Failure(Audit.INCOMPLETE, file + " is no export, and is left as it is: " + e.getMessage());
        }
    }

    private void fetch(long from, OutputStream to) throws IOException {
        var query = new HashMap<String, @Nullable Object>(Map.of("after", from));
        query.put("limit", limit);
        query.put("proofs", proofs ? true : null);
        try (var body = service.open("/api/v1/ledger/export", query, "application/x-ndjson");
                var progress = new Progress("export", -1, " MB", MEGABYTE)) {
            var buffer = new byte[BUFFER];
            long fetched = 0;
            for (var read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                to.write(buffer, 0, read);
                fetched += read;
                progress.at(fetched);
            }
            to.flush();
        }
    }

    /** A connection that breaks is noticed by the end that is missing. */
    private static int read(java.io.InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    private int told(long from) throws IOException {
        long position = from;
        var complete = false;
        try (var input = Files.newInputStream(file)) {
            var reader = new ExportReader(input);
            for (var line = reader.next(); line != null; line = reader.next()) {
                complete = line instanceof ExportLine.End;
                if (line instanceof ExportLine.Event event) {
                    position = event.position();
                }
            }
        }
        output.print(
                new Fetched(from, position, complete),
                complete
                        ? "%s: up to position %d, %d more than before.".formatted(file, position, position - from)
                        : "%s: breaks off after position %d; the same command goes on.".formatted(file, position));
        return complete ? 0 : Audit.INCOMPLETE;
    }
}
