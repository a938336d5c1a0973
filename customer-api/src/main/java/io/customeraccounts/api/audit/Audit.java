package io.customeraccounts.api.audit;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What auditors do on the command line. Starts neither Spring nor a database, so that it is there at once and needs nothing but
 * the jar.
 */
@Command(
        name = "audit",
        description = "Checks the past of a Customer Accounts installation, and asks about it.",
        subcommands = {
            VerifyCommand.class,
            ExportCommand.class,
            HistoryCommand.class,
            StateCommand.class,
            WhoHadAccessCommand.class,
            DiffCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done; for verify: nothing was changed",
            "1:verify: it was changed",
            "2:the command line is not understood",
            "3:verify: what is there is good, but incomplete or no export",
            "4:the service refuses, or is not there",
            "5:a file cannot be read or written"
        })
public final class Audit {

    static final int ALTERED = 1;
    static final int USAGE = 2;
    static final int INCOMPLETE = 3;
    static final int REFUSED = 4;
    static final int NO_FILE = 5;

    private Audit() {}

    /** @return the exit code, see the annotation above or {@code audit --help} */
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Audit())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command))
                .execute(arguments);
    }

    private static int failed(Exception e, CommandLine command) throws Exception {
        switch (e) {
            case Failure failure -> {
                command.getErr().println(failure.getMessage());
                return failure.exitCode();
            }
            case java.nio.file.NoSuchFileException missing -> command.getErr().println("no file " + missing.getFile());
            case java.io.IOException io -> command.getErr().println(io.getMessage());
            default -> throw e;
        }
        return NO_FILE;
    }
}
