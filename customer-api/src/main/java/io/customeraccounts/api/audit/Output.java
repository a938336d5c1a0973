package io.customeraccounts.api.audit;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.json.JsonMapper;

/** Lines for people, or JSON for programs. */
final class Output {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Option(names = "--json", description = "Print JSON, a value a line.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** One of both. */
    void print(Object value, String line) {
        out().println(json ? JSON.writeValueAsString(value) : line);
    }

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** What is not a result. */
    PrintWriter err() {
        return command.commandLine().getErr();
    }
}
