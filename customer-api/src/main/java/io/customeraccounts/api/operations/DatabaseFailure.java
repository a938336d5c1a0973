package io.customeraccounts.api.operations;

import java.sql.SQLException;
import java.util.Set;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** Says what is wrong with the database when the service cannot start because of it, and what to do about it. */
final class DatabaseFailure extends AbstractFailureAnalyzer<SQLException> {

    /** A directory that cannot be made, or in which nothing can be, and files that cannot be written. */
    private static final Set<String> UNWRITABLE = Set.of("90028", "90031", "90062");

    private final Environment settings;

    DatabaseFailure(Environment settings) {
        this.settings = settings;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException cause) {
        var url = settings.getProperty("spring.datasource.url", "").replaceAll("[;?].*", "");
        var user = settings.getProperty("spring.datasource.username", "");
        var state = String.valueOf(cause.getSQLState());
        if (url.startsWith("jdbc:h2:")) {
            return inAFile(state, url.replaceFirst("jdbc:h2:(file:)?", "") + ".mv.db", cause);
        }
        return switch (state) {
            case "28P01", "28000" ->
                new FailureAnalysis(
                        "The database " + url + " does not let the user \"" + user + "\" in with this password.",
                        "Check spring.datasource.username and spring.datasource.password.",
                        cause);
            case "3D000" ->
                new FailureAnalysis(
                        "There is no database " + url + ".",
                        "Create it (createdb), empty and owned by \"" + user + "\"; its tables are made at the start.",
                        cause);
            default ->
                state.startsWith("08") || state.startsWith("57P")
                        ? new FailureAnalysis(
                                "The database " + url + " cannot be reached (SQL state " + state + ").",
                                "Check spring.datasource.url, and that the server runs and can be reached from here; then start"
                                        + " again. Nothing has been changed.",
                                cause)
                        : null;
        };
    }

    private static @Nullable FailureAnalysis inAFile(String state, String file, SQLException cause) {
        if (state.equals("90020")) {
            return new FailureAnalysis(
                    "The database file " + file + " is in use by another process.",
                    "Stop the other process, or name another file in spring.datasource.url. Several nodes share a"
                            + " PostgreSQL, not a file.",
                    cause);
        }
        if (state.equals("53100")) {
            return new FailureAnalysis(
                    "The disk with the database file " + file + " is full.",
                    "Make room for at least 32 MiB, then start again. Nothing has been changed.",
                    cause);
        }
        if (state.equals("90030") || NestedExceptionUtils.getRootCause(cause) instanceof MVStoreException) {
            return new FailureAnalysis(
                    "The database file " + file + " is damaged: it is not as H2 has written it (SQL state " + state
                            + ").",
                    "Keep a copy of the file. Then put back the last backup, which needs the same key-encryption key; what"
                            + " was done since is lost. Without a backup, H2's tool org.h2.tools.Recover writes what can"
                            + " still be read into a script. To begin anew, move the file away.",
                    cause);
        }
        return UNWRITABLE.contains(state)
                ? new FailureAnalysis(
                        "The database file " + file + " cannot be made or written (SQL state " + state + ").",
                        "Let the service write to its directory, or name another file in spring.datasource.url.",
                        cause)
                : null;
    }
}
