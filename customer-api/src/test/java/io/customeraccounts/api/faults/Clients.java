package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Call.Command;
import io.customeraccounts.api.faults.Call.Outcome;
import io.customeraccounts.api.faults.Requests.Address;
import io.customeraccounts.api.faults.Requests.Customer;
import io.customeraccounts.api.faults.Requests.Grant;
import io.customeraccounts.api.faults.Requests.PaymentMethod;
import io.customeraccounts.api.faults.Requests.Pending;
import io.customeraccounts.api.faults.Requests.Project;
import io.customeraccounts.api.faults.Requests.Request;
import io.customeraccounts.api.faults.Requests.User;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that work on the same few customers, each with users of its own: invite, accept, change groups, remove, rename,
 * change general data; create and delete projects, and give access to them; and on a partner, for which they create
 * customers and add its admin to them. A connected system says of each project that nothing is left of it.
 * Every request is sent twice with the same key, at the same moment or the second time long after other requests. What a
 * client decides comes from its seed and from the answers it gets.
 */
final class Clients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] GROUPS = {"CUSTOMER_ADMIN", "CUSTOMER_EMPLOYEE"};
    private static final String[] ROLES = {"PROJECT_USER", "PROJECT_ADMIN", "PROJECT_READER"};

    private final Installation installation;
    private final String name;
    private final List<Client> clients;
    private final List<Customer> customers = new ArrayList<>();
    private final Customer partner;
    private final String system;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Future<?>> working = new ArrayList<>();
    private volatile boolean running = true;

    Clients(Installation installation, long seed, int clients, int customers) {
        this.installation = installation;
        name = Long.toUnsignedString(seed, 36);
        var random = new SplittableRandom(seed);
        for (var number = 0; number < customers; number++) {
            this.customers.add(open(number));
        }
        partner = open(customers);
        become(partner);
        system = register();
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
        operate("/api/v1/customers/" + partner.id() + "/become-partner", null);
    }

    /** @return the system's id */
    private String register() {
        return text(
                operate(
                        "/api/v1/operations/systems",
                        "{\"name\":\"Cloud %1$s\",\"locations\":[\"east\",\"north\",\"west\"],\"clientId\":\"cloud-%1$s\"}"
                                .formatted(name)),
                "/id");
    }

    private String operate(String path, @Nullable String body) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(installation.nodes().getFirst().url().resolve(path))
                            .header("Authorization", "Bearer " + installation.operator())
                            .header("Content-Type", "application/json")
                            .header("Reason", "a contract")
                            .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() > 201) {
                throw new IllegalStateException("operators cannot: " + answer.body());
            }
            return answer.body();
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
        var requests = client.requests;
        client.send(requests.invite(customers.getFirst(), requests.key() + "@faults.example", null));
        client.send(requests.accept(client.pending.getFirst()));
        var removal = requests.remove(client.users.removeFirst());
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

        private final Requests requests;
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

        private final List<Address> addresses = new ArrayList<>();
        private final List<Project> projects = new ArrayList<>();
        private final List<Grant> grants = new ArrayList<>();
        /** What the connected system has not said yet, by path. */
        private final List<String> reports = new ArrayList<>();

        Client(int number, SplittableRandom random) {
            this.requests = new Requests(name, number);
            this.random = random;
        }

        void work() {
            while (running) {
                if (!again.isEmpty() && random.nextInt(2) == 0) {
                    send(again.remove(random.nextInt(again.size())));
                } else {
                    sendNew(next());
                }
                report();
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
                    // Not to be asked for once more.
                    projects.forEach(project -> {
                        if (seen.contains(plan(as, project))) {
                            seen.add(assignment(user, project));
                        }
                    });
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
                case Command.AddBillingAddress it -> {
                    var address = new Address(customer(it.customer()), text(answer, "/id"));
                    if (seen.add(address.id())) {
                        addresses.add(address);
                    }
                }
                case Command.CreateProject it -> {
                    var project = new Project(customer(it.customer()), text(answer, "/id"), it.identifier());
                    if (seen.add(project.id())) {
                        projects.add(project);
                        toReport(project.id(), "east", "west");
                    }
                }
                case Command.AddLocation it -> toReport(it.project(), it.location());
                case Command.AssignUser it -> {
                    var grant = text(answer, "/id");
                    if (seen.add(grant)) {
                        projects.stream()
                                .filter(project -> project.id().equals(it.project()))
                                .forEach(project -> grants.add(new Grant(project, grant)));
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
                        Command.Leave _,
                        Command.RemoveLocation _,
                        Command.DeleteProject _,
                        Command.ChangeRole _,
                        Command.UnassignUser _,
                        Command.SetCostCentre _ -> {}
            }
        }

        private static String plan(String email, Project project) {
            return email + " is to be in " + project.id();
        }

        private static String assignment(User user, Project project) {
            return user.membership() + " in " + project.id();
        }

        private void toReport(String project, String... locations) {
            for (var location : locations) {
                reports.add(
                        "/api/v1/systems/%s/projects/%s/locations/%s/resources".formatted(system, project, location));
            }
        }

        /** That nothing is left of projects: said until it has been heard, or does not matter any more. */
        private void report() {
            while (!reports.isEmpty() && isHeard(reports.getFirst())) {
                reports.removeFirst();
            }
        }

        private boolean isHeard(String path) {
            var node =
                    installation.nodes().get(random.nextInt(installation.nodes().size()));
            var report = "{\"reportedAt\":\"%s\",\"resources\":[]}".formatted(Instant.now());
            try {
                var answer = http.send(
                        HttpRequest.newBuilder(node.url().resolve(path))
                                .timeout(PATIENCE)
                                .header("Authorization", "Bearer " + installation.token("cloud-" + name))
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(report))
                                .build(),
                        BodyHandlers.ofString());
                return answer.statusCode() < 500;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
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
            for (var attempt = 0; attempt < 50 && !reports.isEmpty(); attempt++) {
                report();
                pause(50);
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
            switch (random.nextInt(5)) {
                case 0 -> {
                    return nextOfOthers(customer);
                }
                case 1 -> {
                    return nextOfProjects(customer);
                }
                default -> {}
            }
            var dice = random.nextInt(100);
            if (dice < 15 && !pending.isEmpty()) {
                return requests.accept(pending.get(random.nextInt(pending.size())));
            }
            if (dice < 35 && !users.isEmpty()) {
                return requests.change(users.get(random.nextInt(users.size())), GROUPS[random.nextInt(GROUPS.length)]);
            }
            if (dice < 45 && !users.isEmpty()) {
                var user = users.remove(random.nextInt(users.size()));
                former.add(user);
                return requests.remove(user);
            }
            if (dice < 50 && !former.isEmpty()) {
                // which is refused, or repeats it with another key
                return requests.remove(former.get(random.nextInt(former.size())));
            }
            if (dice < 55 && !users.isEmpty()) {
                // which is refused
                var user = users.get(random.nextInt(users.size()));
                return requests.invite(user.customer(), user.email(), null);
            }
            if (dice < 70) {
                return requests.rename(customer);
            }
            var project = projects.stream()
                    .filter(it -> dice % 2 == 0 && it.customer().equals(customer))
                    .findFirst()
                    .orElse(null);
            var email = requests.key() + "@faults.example";
            if (project != null) {
                seen.add(plan(email, project));
            }
            return requests.invite(customer, email, project);
        }

        /** What there has to be for a project, projects, and the access to them. */
        private Request nextOfProjects(Customer customer) {
            var dice = random.nextInt(100);
            var project = projects.isEmpty() ? null : projects.get(random.nextInt(projects.size()));
            if (project != null && dice < 30) {
                var user = users.stream()
                        .filter(it -> it.customer().equals(project.customer()) && seen.add(assignment(it, project)))
                        .findFirst();
                if (user.isPresent()) {
                    return requests.assign(project, user.get());
                }
            }
            if (dice < 40 && !grants.isEmpty()) {
                return requests.changeRole(
                        grants.get(random.nextInt(grants.size())), ROLES[random.nextInt(ROLES.length)]);
            }
            if (dice < 50 && !grants.isEmpty()) {
                return requests.unassign(grants.remove(random.nextInt(grants.size())));
            }
            if (project != null && dice < 60 && seen.add(project.id() + " comes to the north")) {
                return requests.addLocation(project);
            }
            if (project != null && dice < 65 && seen.add(project.id() + " leaves the east")) {
                return requests.removeLocation(project);
            }
            if (project != null && dice < 70) {
                projects.remove(project);
                grants.removeIf(it -> it.project().equals(project));
                return requests.delete(project);
            }
            if (dice < 78 && !users.isEmpty()) {
                var user = users.remove(random.nextInt(users.size()));
                former.add(user);
                return requests.leave(user);
            }
            var method = methods.stream()
                    .filter(it -> it.customer().equals(customer))
                    .findFirst();
            var address = addresses.stream()
                    .filter(it -> it.customer().equals(customer))
                    .findFirst();
            return method.isEmpty()
                    ? requests.addCard(customer)
                    : address.isEmpty()
                            ? requests.addBillingAddress(customer)
                            : requests.createProject(method.get(), address.get());
        }

        /** General data, and the partner. */
        private Request nextOfOthers(Customer customer) {
            var dice = random.nextInt(100);
            if (dice < 10 && !methods.isEmpty()) {
                return requests.removePaymentMethod(methods.remove(random.nextInt(methods.size())));
            }
            if (dice < 30) {
                return requests.addCard(customer);
            }
            if (dice < 45) {
                return requests.addBillingAddress(customer);
            }
            if (dice < 60) {
                return requests.setCostCentre(customer);
            }
            if (dice < 75 && !managed.isEmpty()) {
                return requests.addMyself(managed.remove(random.nextInt(managed.size())), partner);
            }
            if (dice < 85 && !entered.isEmpty()) {
                return requests.rename(entered.get(random.nextInt(entered.size())));
            }
            return requests.createManaged(partner);
        }
    }
}
