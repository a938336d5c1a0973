package io.customeraccounts.api.audit;

import java.io.IOException;
import java.util.HashMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "who-had-access",
        description =
                "Lists who could use a project at a time and who could manage it, or what a user could use and manage, and why: the events that it rested on, and what has ended it.",
        mixinStandardHelpOptions = true)
final class WhoHadAccessCommand implements Callable<Integer> {

    @Option(names = "--customer", required = true, description = "Id of the customer.")
    private @Nullable UUID customer;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--at", paramLabel = "TIME", description = "When (ISO 8601); without it, now.")
    private @Nullable String at;

    @Mixin
    private Service service = new Service();

    @Mixin
    private Output output = new Output();

    static final class Whom {

        @Option(names = "--project", required = true, description = "Id of the project.")
        private @Nullable UUID project;

        @Option(names = "--user", required = true, description = "Id of the membership.")
        private @Nullable UUID user;
    }

    @Override
    public Integer call() throws IOException {
        var query = new HashMap<String, @Nullable Object>();
        query.put("at", at);
        var path = "/api/v1/customers/" + customer
                + (whom.project == null
                        ? "/users/" + whom.user + "/reach"
                        : "/projects/" + whom.project + "/access-history");
        service.forEach(path, query, item -> output.print(item, Lines.access(item)));
        query.put("action", "MANAGE");
        service.forEach(path, query, item -> output.print(item, Lines.access(item)));
        return 0;
    }
}
