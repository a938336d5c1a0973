package io.customeraccounts.api.problems;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * The database is away, full, or takes too long: nothing that the request could change. Whether a change took effect whose
 * acknowledgement was lost is not known; the same request with the same {@code Idempotency-Key} finds out.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * Connection lost, no space or memory, takes no writes, locked for too long, not now, fault of the system (PostgreSQL,
     * appendix A); of H2: fault of a file, connection lost, takes no writes, closed.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "58");

    private static final Set<String> STATES = Set.of(
            "25006", "25P03", "25P04", "55P03", "57014", "57P01", "57P02", "57P03", "57P04", "57P05", "90028", "90031",
            "90067", "90097", "90098", "90121");

    private static final Set<Integer> FILE_ERRORS =
            Set.of(DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_CLOSED);

    private Outage() {}

    static boolean isBehind(Throwable failure) {
        return causes(failure).anyMatch(Outage::isOutage);
    }

    static Problem problem(Throwable failure) {
        LOG.warn("Not available: {}", causes(failure).map(Outage::name).toList());
        return Problem.of(ProblemType.TEMPORARILY_UNAVAILABLE).retryAfter(RETRY_AFTER);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static boolean isOutage(Throwable cause) {
        return switch (cause) {
            case CannotCreateTransactionException it -> true;
            case TransactionTimedOutException it -> true;
            case SQLTransientConnectionException it -> true;
            case SQLTimeoutException it -> true;
            // H2 gives it no SQL state of its own at a commit: the file cannot be read or written, or is closed because
            // of that.
            case MVStoreException it -> FILE_ERRORS.contains(it.getErrorCode());
            case SQLException it -> it.getSQLState() != null && isOutage(it.getSQLState());
            default -> false;
        };
    }

    private static boolean isOutage(String state) {
        return STATES.contains(state) || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
    }

    /** Without the message, which may quote values. */
    private static String name(Throwable cause) {
        var name = cause.getClass().getSimpleName();
        return cause instanceof SQLException sql ? name + " " + sql.getSQLState() : name;
    }
}
