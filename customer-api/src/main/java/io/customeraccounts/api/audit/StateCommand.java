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
        name = "state",
        description = "Shows a customer as it was: users, pending invitations and projects.",
        mixinStandardHelpOptions = true)
final class StateCommand implements Callable<Integer> {

    @Option(names = "--customer", required = true, description = "Id of the customer.")
    private @Nullable UUID customer;

    @Option(names = "--as-of", paramLabel = "TIME", description = "When (ISO 8601); without it, now.")
    private @Nullable String at;

    @Mixin
    private Service service = new Service();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        var path = "/api/v1/customers/" + customer + "/as-of";
        var query = new HashMap<String, @Nullable Object>();
        query.put("at", at);
        var it = service.get(path, query);
        // All of it about one moment, also if that is now.
        query.put("at", it.path("known").path("at").asString(at));
        var incomplete = Lines.known(it.path("known"));
        if (!incomplete.isEmpty()) {
            output.err().println(incomplete);
        }
        output.print(it, Lines.values(it));
        for (var list : new String[] {"users", "invitations", "projects"}) {
            if (!output.isJson()) {
                output.out().println(list + ":");
            }
            service.forEach(path + "/" + list, query, item -> output.print(item, "  " + Lines.values(item)));
        }
        return 0;
    }
}
