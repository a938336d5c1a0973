package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Call.Command;
import io.customeraccounts.api.faults.Call.Outcome;
import io.customeraccounts.projections.testing.Race;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that work on the same few customers, each with users of its own: invite, accept, change groups, remove, rename,
 * change general data; and on a partner, for which they create customers and add its admin to them.
 * Every request is sent twice with the same key, at the same moment or the second time long after other requests. What a
 * client decides comes from its seed and from the answers it gets.
 */
final class Clients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] GROUPS = {"CUSTOMER_ADMIN", "CUSTOMER_EMPLOYEE"};

    private final Installation installation;
    private final String name;
    private final List<Client> clients;
    private final List<Customer> customers = new ArrayList<>();
    private final Customer partner;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Future<?>> working = new ArrayList<>();
    private volatile boolean running = true;

    private record Customer(String id, String admin) {}

    /** @param as whose token is sent */
    private record Request(
            String key,
            Command command,
            String as,
            String method,
            String path,
            @Nullable String body) {}

    private record Pending(Customer customer, String invitation, String email) {}

    private record User(Customer customer, String membership, String email) {}

    private record PaymentMethod(Customer customer, String id) {}

    private final AtomicInteger cards = new AtomicInteger();

    Clients(Installation installation, long seed, int clients, int customers) {
        this.installation = installation;
        name = Long.toUnsignedString(seed, 36);
        var random = new SplittableRandom(seed);
        for (var number = 0; number < customers; number++) {
            this.customers.add(open(number));
        }
        partner = open(customers);
        become(partner);
        this.clients = IntStream.range(0, clients)
                .mapToObj(number -> new Client(number, random.split()))
                .toList();
    }

    private Customer open(int number) {
        var company = "Customer " + name + "-" + number;
        var admin = "admin-" + name + "-" + number + "@faults.example";
        var opened = send(
                new Request(
                        "open-" + name + "-" + number,
                        new Command.OpenCustomer(company),
                        admin,
                        "POST",
                        "/api/v1/customers",
                        "{\"name\":\"" + company + "\"}"),
                0);
        if (opened instanceof Outcome.Ok(var _, var answer)) {
            return new Customer(text(answer, "/id"), admin);
        }
        throw new IllegalStateException("cannot open a customer: " + opened);
    }

    private void become(Customer partner) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(installation
                                    .nodes()
                                    .getFirst()
                                    .url()
                                    .resolve("/api/v1/customers/" + partner.id() + "/become-partner"))
                            .header("Authorization", "Bearer " + installation.operator())
                            .header("Reason", "a contract")
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("cannot make a partner: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets all of them work until {@link #settle}. */
    void start() {
        clients.forEach(client -> working.add(threads.submit(client::work)));
    }

    /** Has somebody invited, accept, and removed, the last by the same request to each node at the same moment. */
    List<Outcome> removeSomebodyOnBothNodesAtOnce() throws Exception {
        var client = clients.getFirst();
        client.send(client.invite(customers.getFirst(), client.key() + "@faults.example"));
        client.send(client.accept(client.pending.getFirst()));
        var removal = client.remove(client.users.removeFirst());
        return Race.between(IntStream.range(0, installation.nodes().size())
                .<Callable<Outcome>>mapToObj(node -> () -> send(removal, node))
                .toList());
    }

    /** How many calls there have been so far. */
    int count() {
        return calls.size();
    }

    /**
     * Ends the work. Everything that was to be sent twice is, and most of what is unknown is asked for until it is known;
     * the rest stays unknown.
     */
    List<Call> settle() throws InterruptedException, ExecutionException {
        running = false;
        for (var one : working) {
            one.get();
        }
        working.clear();
        for (var client : clients) {
            working.add(threads.submit(client::settle));
        }
        for (var one : working) {
            one.get();
        }
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        running = false;
        threads.shutdownNow();
        http.shutdownNow();
    }

    private static String text(String json, String pointer) {
        return JSON.readTree(json).at(pointer).asString();
    }

    // Sending

    /** Sends it once to a node that is there; absent if there is none before the work ends. */
    private @Nullable Outcome sendIfPossible(Request request, int preferred) {
        var nodes = installation.nodes().size();
        for (var attempt = 0; running || attempt < nodes; attempt++) {
            var outcome = send(request, (preferred + attempt) % nodes);
            if (outcome != null) {
                return outcome;
            }
            pause(20);
        }
        return null;
    }

    /** Absent if nobody listens there, so that it was not sent. */
    private @Nullable Outcome send(Request request, int node) {
        var building = HttpRequest.newBuilder(
                        installation.nodes().get(node).url().resolve(request.path()))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + installation.token(request.as()))
                .header("Idempotency-Key", request.key())
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        if (request.body() != null) {
            building.header(
                    "Content-Type",
                    request.method().equals("PATCH") ? "application/merge-patch+json" : "application/json");
        }
        if (request.command() instanceof Command.CreateManaged || request.command() instanceof Command.AddMyself) {
            building.header("Reason", "to help");
        }
        var sent = Instant.now();
        Outcome outcome;
        try {
            outcome = outcome(http.send(building.build(), BodyHandlers.ofString()));
        } catch (ConnectException e) {
            return null;
        } catch (IOException e) {
            outcome = new Outcome.Unknown(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = new Outcome.Unknown("interrupted");
        }
        calls.add(new Call(request.key(), request.command(), sent, Instant.now(), outcome));
        return outcome;
    }

    private static Outcome outcome(HttpResponse<String> answer) {
        var status = answer.statusCode();
        if (status < 300) {
            return new Outcome.Ok(status, answer.body());
        }
        if (status < 500) {
            return new Outcome.Fail(status, text(answer.body(), "/code"), answer.body());
        }
        return new Outcome.Unknown(status + " " + answer.body());
    }

    private static boolean isKnown(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> false;
            case Outcome.Ok _ -> true;
            case Outcome.Fail fail -> !fail.isForNow();
            case Outcome.Unknown _ -> false;
        };
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Working

    private final class Client {

        private final int number;
        private final SplittableRandom random;
        private final List<Request> again = new ArrayList<>();
        private final List<Request> open = new ArrayList<>();
        private final List<Pending> pending = new ArrayList<>();
        private final List<User> users = new ArrayList<>();
        private final List<User> former = new ArrayList<>();
        /** What has been made, also if it is not there any more. */
        private final Set<String> seen = new HashSet<>();

        private final List<PaymentMethod> methods = new ArrayList<>();
        private final List<Customer> managed = new ArrayList<>();
        private final List<Customer> entered = new ArrayList<>();
        private int made;

        Client(int number, SplittableRandom random) {
            this.number = number;
            this.random = random;
        }

        void work() {
            while (running) {
                if (!again.isEmpty() && random.nextInt(2) == 0) {
                    send(again.remove(random.nextInt(again.size())));
                } else {
                    sendNew(next());
                }
                pause(random.nextInt(30));
            }
        }

        private void sendNew(Request request) {
            if (random.nextInt(3) > 0) {
                send(request);
                again.add(request);
                return;
            }
            var node = random.nextInt(installation.nodes().size());
            var twin = threads.submit(() -> sendIfPossible(request, node));
            send(request);
            try {
                learn(request, twin.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }

        private void send(Request request) {
            learn(
                    request,
                    sendIfPossible(request, random.nextInt(installation.nodes().size())));
        }

        private void learn(Request request, @Nullable Outcome outcome) {
            open.remove(request);
            if (!isKnown(outcome)) {
                open.add(request);
            }
            if (outcome instanceof Outcome.Ok(var _, var answer)) {
                succeeded(request.command(), request.as(), answer);
            }
        }

        private void succeeded(Command command, String as, String answer) {
            switch (command) {
                case Command.Invite it -> {
                    var invited = new Pending(customer(it.customer()), text(answer, "/id"), it.email());
                    if (former.stream().noneMatch(user -> user.email().equals(it.email()))
                            && users.stream().noneMatch(user -> user.email().equals(it.email()))
                            && !pending.contains(invited)) {
                        pending.add(invited);
                    }
                }
                case Command.Accept _ -> {
                    var user = new User(customer(text(answer, "/customerId")), text(answer, "/membershipId"), as);
                    pending.removeIf(it -> it.email().equals(as));
                    if (!users.contains(user) && !former.contains(user)) {
                        users.add(user);
                    }
                }
                case Command.AddCard it -> {
                    var method = new PaymentMethod(customer(it.customer()), text(answer, "/id"));
                    if (seen.add(method.id())) {
                        methods.add(method);
                    }
                }
                case Command.CreateManaged _ -> {
                    var customer = new Customer(text(answer, "/id"), as);
                    if (seen.add(customer.id())) {
                        managed.add(customer);
                    }
                }
                case Command.AddMyself it -> {
                    var customer = new Customer(it.customer(), as);
                    if (!entered.contains(customer)) {
                        entered.add(customer);
                    }
                }
                case Command.OpenCustomer _,
                        Command.Rename _,
                        Command.ChangeGroup _,
                        Command.Remove _,
                        Command.RemovePaymentMethod _,
                        Command.AddBillingAddress _,
                        Command.SetCostCentre _ -> {}
            }
        }

        private Customer customer(String id) {
            return customers.stream()
                    .filter(it -> it.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        /** Repeats, in another order, what has been sent only once, and insists on most of what is unknown. */
        void settle() {
            var rest = new ArrayList<>(again);
            Collections.shuffle(rest, new java.util.Random(random.nextLong()));
            rest.forEach(this::send);
            for (var request : List.copyOf(open)) {
                if (random.nextInt(4) > 0) {
                    insist(request);
                }
            }
        }

        private void insist(Request request) {
            for (var attempt = 0; attempt < 50 && open.contains(request); attempt++) {
                send(request);
                pause(50);
            }
        }

        // What to do next

        private Request next() {
            var customer = customers.get(random.nextInt(customers.size()));
            if (random.nextInt(4) == 0) {
                return nextOfOthers(customer);
            }
            var dice = random.nextInt(100);
            if (dice < 15 && !pending.isEmpty()) {
                return accept(pending.get(random.nextInt(pending.size())));
            }
            if (dice < 35 && !users.isEmpty()) {
                return change(users.get(random.nextInt(users.size())));
            }
            if (dice < 45 && !users.isEmpty()) {
                var user = users.remove(random.nextInt(users.size()));
                former.add(user);
                return remove(user);
            }
            if (dice < 50 && !former.isEmpty()) {
                // which is refused, or repeats it with another key
                return remove(former.get(random.nextInt(former.size())));
            }
            if (dice < 55 && !users.isEmpty()) {
                // which is refused
                var user = users.get(random.nextInt(users.size()));
                return invite(user.customer(), user.email());
            }
            return dice < 70 ? rename(customer) : invite(customer, key() + "@faults.example");
        }

        /** General data, and the partner. */
        private Request nextOfOthers(Customer customer) {
            var dice = random.nextInt(100);
            if (dice < 10 && !methods.isEmpty()) {
                return removePaymentMethod(methods.remove(random.nextInt(methods.size())));
            }
            if (dice < 30) {
                return addCard(customer);
            }
            if (dice < 45) {
                return addBillingAddress(customer);
            }
            if (dice < 60) {
                return setCostCentre(customer);
            }
            if (dice < 75 && !managed.isEmpty()) {
                return addMyself(managed.remove(random.nextInt(managed.size())));
            }
            if (dice < 85 && !entered.isEmpty()) {
                return rename(entered.get(random.nextInt(entered.size())));
            }
            return createManaged();
        }

        private Request addCard(Customer customer) {
            var key = key();
            // No two alike, and no month that no card has.
            var last = YearMonth.of(2030, 1).plusMonths(cards.getAndIncrement() % 830);
            return new Request(
                    key,
                    new Command.AddCard(customer.id(), last.plusMonths(1).atDay(1) + "T00:00:00Z"),
                    customer.admin(),
                    "POST",
                    path(customer) + "/payment-methods/card",
                    "{\"token\":\"tok_of_a_card\",\"brand\":\"VISA\",\"lastDigits\":\"1111\",\"expiryMonth\":\"%s\"}"
                            .formatted(last));
        }

        private Request removePaymentMethod(PaymentMethod method) {
            return new Request(
                    key(),
                    new Command.RemovePaymentMethod(method.id()),
                    method.customer().admin(),
                    "DELETE",
                    path(method.customer()) + "/payment-methods/" + method.id(),
                    null);
        }

        private Request addBillingAddress(Customer customer) {
            return new Request(
                    key(),
                    new Command.AddBillingAddress(customer.id()),
                    customer.admin(),
                    "POST",
                    path(customer) + "/billing-addresses",
                    "{\"lines\":[\"Main Street 1\"],\"city\":\"Berlin\",\"country\":\"DE\"}");
        }

        private Request setCostCentre(Customer customer) {
            var key = key();
            return new Request(
                    key,
                    new Command.SetCostCentre(customer.id()),
                    customer.admin(),
                    "PUT",
                    path(customer) + "/cost-centre",
                    "{\"costCentre\":\"centre " + key + "\"}");
        }

        private Request createManaged() {
            var key = key();
            var identifier = "m%d-%d-%s".formatted(number, made, name.substring(Math.max(0, name.length() - 6)));
            return new Request(
                    key,
                    new Command.CreateManaged(partner.id(), "Managed by " + key),
                    partner.admin(),
                    "POST",
                    path(partner) + "/managed-customers",
                    "{\"name\":\"Managed by %s\",\"identifier\":\"%s\"}".formatted(key, identifier));
        }

        private Request addMyself(Customer customer) {
            return new Request(
                    key(),
                    new Command.AddMyself(customer.id()),
                    partner.admin(),
                    "POST",
                    path(customer) + "/add-myself",
                    "{}");
        }

        private String key() {
            return name + "-" + number + "-" + made++;
        }

        private Request invite(Customer customer, String email) {
            return new Request(
                    key(),
                    new Command.Invite(customer.id(), email),
                    customer.admin(),
                    "POST",
                    path(customer) + "/invitations",
                    "{\"fullName\":\"Some Body\",\"email\":\"%s\"}".formatted(email));
        }

        private Request accept(Pending invitation) {
            return new Request(
                    key(),
                    new Command.Accept(invitation.invitation()),
                    invitation.email(),
                    "POST",
                    "/api/v1/invitations/" + invitation.invitation() + "/accept",
                    null);
        }

        private Request change(User user) {
            var group = GROUPS[random.nextInt(GROUPS.length)];
            return new Request(
                    key(),
                    new Command.ChangeGroup(user.membership(), group),
                    user.customer().admin(),
                    "PATCH",
                    path(user),
                    "{\"group\":\"" + group + "\"}");
        }

        private Request remove(User user) {
            return new Request(
                    key(),
                    new Command.Remove(user.membership()),
                    user.customer().admin(),
                    "DELETE",
                    path(user),
                    null);
        }

        private Request rename(Customer customer) {
            var key = key();
            return new Request(
                    key,
                    new Command.Rename(customer.id(), "Renamed by " + key),
                    customer.admin(),
                    "PATCH",
                    path(customer),
                    "{\"name\":\"Renamed by " + key + "\"}");
        }

        private static String path(Customer customer) {
            return "/api/v1/customers/" + customer.id();
        }

        private static String path(User user) {
            return path(user.customer()) + "/users/" + user.membership();
        }
    }
}
