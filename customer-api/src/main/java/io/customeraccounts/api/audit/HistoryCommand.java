package io.customeraccounts.api.audit;

import java.io.IOException;
import java.util.HashMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description =
                "Lists what happened: of a customer, of one of its projects or users, or of the whole installation.",
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {

    @Option(names = "--customer", description = "Id of the customer; without it, the whole installation.")
    private @Nullable UUID customer;

    @Option(names = "--project", description = "Id of a project of the customer.")
    private @Nullable UUID project;

    @Option(names = "--user", description = "Id of a membership of the customer.")
    private @Nullable UUID user;

    @Option(names = "--person", description = "Id of a person, of the whole installation.")
    private @Nullable UUID person;

    @Option(names = "--actor", description = "Only what this one did: the kind and the id.")
    private @Nullable String actor;

    @Option(names = "--event", description = "Only events of this name, such as customer.user-invited.")
    private @Nullable String event;

    @Option(names = "--subject", description = "Only what is about this id.")
    private @Nullable UUID subject;

    @Option(names = "--cause", description = "Only what follows from this command or event.")
    private @Nullable String cause;

    @Option(names = "--from", description = "Only from this time on (ISO 8601).")
    private @Nullable String from;

    @Option(names = "--to", description = "Only before this time (ISO 8601).")
    private @Nullable String to;

    @Mixin
    private Service service = new Service();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        var query = new HashMap<String, @Nullable Object>();
        query.put("actor", actor);
        query.put("event", event);
        query.put("subject", subject);
        query.put("cause", cause);
        query.put("from", from);
        query.put("to", to);
        query.put("person", person);
        service.forEach(path(), query, entry -> output.print(entry, Lines.entry(entry)));
        return 0;
    }

    private String path() {
        if (customer == null) {
            if (project != null || user != null) {
                throw new Failure(Audit.USAGE, "--project and --user go with --customer");
            }
            return "/api/v1/history";
        }
        var path = "/api/v1/customers/" + customer;
        if (project != null) {
            return path + "/projects/" + project + "/history";
        }
        return user == null ? path + "/history" : path + "/users/" + user + "/history";
    }
}
