package io.customeraccounts.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "diff",
        description = "Lists what is different in a customer at two times: users, groups, and access to projects.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    @Option(names = "--customer", required = true, description = "Id of the customer.")
    private @Nullable UUID customer;

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "The earlier time (ISO 8601).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The later one; without it, now.")
    private @Nullable String to;

    @Option(names = "--csv", description = "Print the access review as CSV.")
    private boolean csv;

    @Mixin
    private Service service = new Service();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        var path = "/api/v1/customers/" + customer + "/access-review";
        var query = new HashMap<String, @Nullable Object>();
        query.put("from", from);
        query.put("to", to);
        if (csv) {
            try (var body = service.open(path, query, "text/csv")) {
                output.out().print(new String(body.readAllBytes(), UTF_8));
                output.out().flush();
            }
        } else {
            service.forEach(path, query, item -> output.print(item, Lines.change(item)));
        }
        return 0;
    }
}
