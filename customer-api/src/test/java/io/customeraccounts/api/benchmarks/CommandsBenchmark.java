package io.customeraccounts.api.benchmarks;

import io.customeraccounts.api.benchmarks.Installation.Company;
import io.customeraccounts.api.benchmarks.Installation.Somebody;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands over HTTP, with sign-in, permissions, idempotency keys and read tables as always, against single rows inserted
 * into a table like that of the events by as many connections. The load and both servers share the machine.
 */
class CommandsBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 20));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 6));
    private static final List<Integer> CLIENTS = Load.clients();

    /** The works to measure, all of them by default. */
    private static final List<String> WORKS =
            List.of(System.getProperty("benchmark.works", "").split(",", -1));

    @Test
    void comparesCommandsWithBareInserts(@TempDir Path directory) throws Exception {
        try (var service = new Installation(directory)) {
            prepareRaw(service.database());
            Load.run(8, WARM_UP, service::cpu, number -> inviting(service, service.company()));
            Load.run(8, TIME, service::cpu, number -> signingIn(service, service.company()));
            System.out.println(Load.HEADER);
            for (var clients : CLIENTS) {
                measure(service, directory, clients);
            }
        }
    }

    private static void measure(Installation service, Path directory, int clients) throws Exception {
        var raw = raw(service.database(), clients, CommandsBenchmark::inserting);
        var limit = raw.perSecond();
        System.out.println(raw.line("raw insert", clients, limit));
        System.out.println(raw(service.database(), clients, CommandsBenchmark::writingTheLeast)
                .line("raw least of a command", clients, limit));
        System.out.println(overHttp(directory, clients, () -> true).line("empty answer", clients, limit));
        System.out.println(
                leastOverHttp(service.database(), directory, clients).line("least over HTTP", clients, limit));
        var one = service.company();
        var works = new LinkedHashMap<String, IntFunction<Load.Act>>();
        // What a command cannot do without: how much faster it could be at most.
        works.put("sign in only", number -> signingIn(service, service.company()));
        works.put("invite", number -> inviting(service, service.company()));
        works.put("invite, one customer", number -> inviting(service, one));
        works.put("accept", number -> accepting(service, invited(service, clients)));
        works.put("change group", number -> changing(service, service.company()));
        works.put("remove", number -> removing(service, joined(service, clients)));
        works.keySet().removeIf(work -> !WORKS.equals(List.of("")) && !WORKS.contains(work));
        for (var work : works.entrySet()) {
            var measured = Load.run(clients, TIME, service::cpu, work.getValue());
            System.out.println(measured.line(work.getKey(), clients, limit));
        }
        System.out.println(
                raw(service.database(), clients, CommandsBenchmark::inserting).line("raw insert", clients, limit));
    }

    // The bare database

    private static void prepareRaw(DurablePostgres database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table raw_event (like domain_event including all)");
            statement.execute("create table raw_idempotency (like idempotency including all)");
            statement.execute("create table raw_invitation (like invitation including all)");
        }
    }

    private static Load.Measured raw(DurablePostgres database, int clients, Function<Connection, Load.Act> work)
            throws Exception {
        var connections = new ArrayList<Connection>();
        try {
            var acts = connected(database, clients, connections, work);
            return Load.run(clients, TIME, () -> Load.Cpu.NONE, acts::get);
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    private static List<Load.Act> connected(
            DurablePostgres database, int clients, List<Connection> connections, Function<Connection, Load.Act> work)
            throws SQLException {
        for (var number = 0; number < clients; number++) {
            connections.add(database.connect());
        }
        return connections.stream().map(work).toList();
    }

    private static Load.Act inserting(Connection connection) {
        try {
            PreparedStatement insert = connection.prepareStatement("""
                    insert into raw_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                        occurred_at, payload, metadata) values (?, 'customer', ?, 0, 'customer.user-invited', ?, ?, ?)
                    """);
            var payload = new byte[600];
            var metadata = new byte[200];
            return () -> {
                insert.setObject(1, UUID.randomUUID());
                insert.setObject(2, UUID.randomUUID());
                insert.setString(3, Instant.now().toString());
                insert.setBytes(4, payload);
                insert.setBytes(5, metadata);
                return insert.executeUpdate() == 1;
            };
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What no command can do without, whatever it is written in and however it is asked for: to look up who asks, and to write its
     * key, its event and the row of a read table in one transaction. No service is faster than that.
     */
    private static Load.Act writingTheLeast(Connection connection) {
        try {
            connection.setAutoCommit(false);
            var lookUp = connection.prepareStatement("select state from raw_invitation where invitation_id = ?");
            var key = connection.prepareStatement("""
                    insert into raw_idempotency (caller, idempotency_key, request_hash, created_at, status, headers, body)
                    values (?, ?, ?, current_timestamp, 201, ?, ?)
                    """);
            var row = connection.prepareStatement("""
                    insert into raw_invitation (invitation_id, customer_id, full_name, email, pending_email, group_name, language,
                        state, secret_hash, invited_at, expires_at, sent_at, resends, delivery, version, by_invited)
                    values (?, ?, 'Ann Other', ?, ?, 'CUSTOMER_EMPLOYEE', 'en', 'PENDING', ?, current_timestamp,
                        current_timestamp, current_timestamp, 0, 'PENDING', 0, ?)
                    """);
            var event = inserting(connection);
            var hash = "f".repeat(64);
            var answer = new byte[300];
            var order = new byte[60];
            return () -> {
                var id = UUID.randomUUID();
                lookUp.setObject(1, id);
                lookUp.executeQuery().close();
                key.setString(1, hash);
                key.setString(2, id.toString());
                key.setString(3, hash);
                key.setString(4, hash);
                key.setBytes(5, answer);
                row.setObject(1, id);
                row.setObject(2, UUID.randomUUID());
                row.setString(3, id + "@example.com");
                row.setString(4, id + "@example.com");
                row.setString(5, hash);
                row.setBytes(6, order);
                var written = key.executeUpdate() == 1 && event.done() && row.executeUpdate() == 1;
                connection.commit();
                return written;
            };
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    // The bare web server

    /** What a service would reach that did nothing else than to write the least of a command for each request. */
    private static Load.Measured leastOverHttp(DurablePostgres database, Path directory, int clients) throws Exception {
        var connections = new ArrayList<Connection>();
        try {
            var free = new LinkedBlockingQueue<>(
                    connected(database, clients, connections, CommandsBenchmark::writingTheLeast));
            return overHttp(directory, clients, () -> {
                var act = free.take();
                try {
                    return act.done();
                } finally {
                    free.add(act);
                }
            });
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /** The web server of the service, with nothing else behind it. */
    private static Load.Measured overHttp(Path directory, int clients, Load.Act behind) throws Exception {
        var server = new Tomcat();
        server.setBaseDir(directory.resolve("web-server").toString());
        server.setPort(0);
        server.setSilent(true);
        var context = server.addContext("", directory.toString());
        Tomcat.addServlet(context, "only", new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws IOException, ServletException {
                        try {
                            response.setStatus(behind.done() ? 200 : 500);
                        } catch (Exception e) {
                            throw new ServletException(e);
                        }
                        response.setContentType("application/json");
                        response.getWriter().write("{}");
                    }
                })
                .addMapping("/");
        var connector = server.getConnector();
        server.start();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + connector.getLocalPort()))
                    .build();
            Load.Act asking = () -> http.send(request, BodyHandlers.ofString()).statusCode() == 200;
            Load.run(clients, TIME, () -> Load.Cpu.NONE, number -> asking);
            return Load.run(clients, TIME, () -> Load.Cpu.NONE, number -> asking);
        } finally {
            server.stop();
            server.destroy();
        }
    }

    // The service

    private static int inAdvance(int clients) {
        return Math.max(150, 3_000 / clients);
    }

    private static List<Somebody> invited(Installation service, int clients) {
        var company = service.company();
        return IntStream.range(0, inAdvance(clients))
                .mapToObj(number -> service.invited(company))
                .toList();
    }

    private static List<Somebody> joined(Installation service, int clients) {
        var company = service.company();
        return IntStream.range(0, inAdvance(clients))
                .mapToObj(number -> service.joined(company))
                .toList();
    }

    static Load.Act inviting(Installation service, Company company) {
        return () -> service.send(service.invitation(company, Installation.address()))
                        .statusCode()
                == 201;
    }

    private static Load.Act signingIn(Installation service, Company company) {
        return () -> service.send(company.token(), "GET", "/api/v1/me", null).statusCode() == 200;
    }

    private static Load.Act accepting(Installation service, List<Somebody> invited) {
        var next = invited.iterator();
        return () -> service.accept(next.next()).statusCode() == 200;
    }

    static Load.Act changing(Installation service, Company company) {
        var user = service.joined(company);
        var groups = new String[] {"CUSTOMER_ADMIN", "CUSTOMER_EMPLOYEE"};
        var turn = new AtomicInteger();
        return () -> service.send(
                                company.token(),
                                "PATCH",
                                company.path() + "/users/" + user.id(),
                                "{\"group\":\"" + groups[turn.getAndIncrement() % 2] + "\"}")
                        .statusCode()
                == 200;
    }

    private static Load.Act removing(Installation service, List<Somebody> users) {
        var next = users.iterator();
        return () -> {
            var user = next.next();
            var company = user.company();
            return service.send(company.token(), "DELETE", company.path() + "/users/" + user.id(), null)
                            .statusCode()
                    == 204;
        };
    }
}
