package io.customeraccounts.api.messaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk of H2's file that is left alone. H2 does not get over a write that fails: it answers nobody any more, and
 * threads of it turn for ever. So nobody gets a connection while there is less, and what is under way then has room to end.
 */
final class DiskReserve {

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

    private static final long MEBIBYTES = 32;

    /** The file's name without its ending; what has another scheme is no file of this machine. */
    private static final Pattern FILE =
            Pattern.compile("jdbc:h2:(?:file:)?(?<name>(?![a-z]{2,}:)[^;]+).*", Pattern.CASE_INSENSITIVE);

    private final LongSupplier free;
    private volatile boolean touched;

    /** @param free bytes that may still be written */
    DiskReserve(LongSupplier free) {
        this.free = free;
    }

    /** Nothing is left alone if the database is not a file. */
    static DiskReserve of(String jdbcUrl) {
        return new DiskReserve(file(jdbcUrl).map(DiskReserve::free).orElse(() -> Long.MAX_VALUE));
    }

    static Optional<Path> file(String jdbcUrl) {
        var matcher = FILE.matcher(jdbcUrl);
        return matcher.matches()
                ? Optional.of(Path.of(matcher.group("name")
                                .replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home"))))
                        .toAbsolutePath())
                : Optional.empty();
    }

    /** The directory may be made later, by H2. */
    private static LongSupplier free(Path file) {
        for (var directory = file.getParent(); directory != null; directory = directory.getParent()) {
            if (Files.exists(directory)) {
                return directory.toFile()::getUsableSpace;
            }
        }
        return () -> Long.MAX_VALUE;
    }

    boolean isTouched() {
        var now = free.getAsLong() < MEBIBYTES << 20;
        if (now != touched) {
            touched = now;
            if (now) {
                LOG.warn(
                        "Less than {} MiB are left on the disk of the database: nothing is answered until there are more",
                        MEBIBYTES);
            } else {
                LOG.info("The disk of the database has room again");
            }
        }
        return now;
    }
}
