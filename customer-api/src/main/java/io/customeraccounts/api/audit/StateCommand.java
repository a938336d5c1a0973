package io.customeraccounts.api.audit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    @Option(
            names = "--general-data",
            description = "Also its addresses, cost centre and payment methods, for those who may see them.")
    private boolean generalData;

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
        for (var list : List.of("users", "invitations", "projects")) {
            print(list, path, query);
        }
        if (generalData) {
            var general = service.get(path + "/general-data", query);
            output.print(general, "general data:" + System.lineSeparator() + "  " + Lines.values(general));
            for (var list : List.of("billing-addresses", "payment-methods")) {
                print(list, path, query);
            }
        }
        return 0;
    }

    private void print(String list, String path, Map<String, ? extends @Nullable Object> query) throws IOException {
        if (!output.isJson()) {
            output.out().println(list.replace('-', ' ') + ":");
        }
        service.forEach(path + "/" + list, query, item -> output.print(item, "  " + Lines.values(item)));
    }
}
