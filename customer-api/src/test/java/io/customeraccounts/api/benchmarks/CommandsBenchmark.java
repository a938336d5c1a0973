package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.customeraccounts.api.process.ServiceProcess;
import io.customeraccounts.api.security.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands over HTTP, with sign-in, permissions, idempotency keys and read tables as always, against single rows inserted
 * into a table like that of the events by as many connections. The load and both servers share the machine.
 */
class CommandsBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 20));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 6));
    private static final List<Integer> CLIENTS = Stream.of(
                    System.getProperty("benchmark.clients", "1,8,32").split(","))
            .map(Integer::valueOf)
            .toList();

    /** Further options of the service's Java, for instance {@code -XX:StartFlightRecording=filename=commands.jfr}. */
    private static final List<String> JVM = Stream.of(
                    System.getProperty("benchmark.jvm", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern MEMBERSHIP = Pattern.compile("\"membershipId\":\"([^\"]+)\"");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void comparesCommandsWithBareInserts(@TempDir Path directory) throws Exception {
        try (var database = new DurablePostgres();
                var issuer = new TestIssuer();
                var mails = new MailServer()) {
            var settings = new ArrayList<>(database.settings());
            settings.add("--customer-accounts.issuer=" + issuer.url());
            settings.add("--spring.mail.host=127.0.0.1");
            settings.add("--spring.mail.port=" + mails.port());
            settings.add("--customer-accounts.rate-limits=off");
            settings.add("--customer-accounts.invitation.pending-limit=1000000");
            settings.add("--customer-accounts.invitation.daily-limit=1000000");
            try (var service = ServiceProcess.tuned(directory, jvm(), settings.toArray(String[]::new))) {
                measure(database, issuer, service);
            }
        }
    }

    private static List<String> jvm() {
        return Stream.concat(Stream.of("-Xmx2g"), JVM.stream()).toList();
    }

    private void measure(DurablePostgres database, TestIssuer issuer, ServiceProcess service) throws Exception {
        prepareRaw(database);
        Load.run(8, WARM_UP, service::cpu, number -> inviting(company(issuer, service)));
        print(Load.HEADER);
        for (var clients : CLIENTS) {
            var raw = raw(database, clients);
            var limit = raw.perSecond();
            print(raw.line("raw insert", clients, limit));
            var one = company(issuer, service);
            var works = new LinkedHashMap<String, IntFunction<Load.Act>>();
            works.put("invite", number -> inviting(company(issuer, service)));
            works.put("invite, one customer", number -> inviting(one));
            works.put("accept", number -> accepting(prepared(issuer, service, clients)));
            works.put("change group", number -> changing(company(issuer, service)));
            works.put("remove", number -> removing(joined(issuer, service, clients)));
            for (var work : works.entrySet()) {
                print(Load.run(clients, TIME, service::cpu, work.getValue()).line(work.getKey(), clients, limit));
            }
            print(raw(database, clients).line("raw insert", clients, limit));
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }

    /** Takes every mail, as one elsewhere would. */
    private static final class MailServer implements AutoCloseable {

        private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

        MailServer() {
            server.start();
        }

        int port() {
            return server.getSmtp().getPort();
        }

        @Override
        public void close() {
            server.stop();
        }
    }

    // The bare database

    private static void prepareRaw(DurablePostgres database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table raw_event (like domain_event including all)");
        }
    }

    private static Load.Measured raw(DurablePostgres database, int clients) throws Exception {
        var connections = new ArrayList<Connection>();
        try {
            for (var number = 0; number < clients; number++) {
                connections.add(database.connect());
            }
            return Load.run(clients, TIME, () -> Duration.ZERO, number -> inserting(connections.get(number)));
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
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

    // The service

    private record Company(TestIssuer issuer, URI service, String token, String path) {}

    /** A membership or an invitation, and who it is about. */
    private record Somebody(Company company, String token, String id) {}

    private String token(TestIssuer issuer, String email) {
        return TestIssuer.signed(TestIssuer.claims(issuer.url(), email, Instant.now())
                .claim("name", "Some Body")
                .claim("email", email)
                .claim("email_verified", true)
                .expirationTime(Date.from(Instant.now().plusSeconds(3_000))));
    }

    private static String address() {
        return "person-" + NUMBERS.incrementAndGet() + "@firm.example";
    }

    private Company company(TestIssuer issuer, ServiceProcess service) {
        var token = token(issuer, address());
        var opened = expect(201, send(service.url(), token, "POST", "/api/v1/customers", "{\"name\":\"A Firm\"}"));
        return new Company(issuer, service.url(), token, "/api/v1/customers/" + found(ID, opened));
    }

    private HttpResponse<String> invite(Company company, String email, String group) {
        return send(company.service(), company.token(), "POST", company.path() + "/invitations", """
                {"fullName":"Some Body","email":"%s","group":"%s"}""".formatted(
                        email, group));
    }

    private Somebody invited(Company company, String group) {
        var email = address();
        var id = found(ID, expect(201, invite(company, email, group)));
        return new Somebody(company, token(company.issuer(), email), id);
    }

    private HttpResponse<String> accept(Somebody invited) {
        return send(
                invited.company().service(),
                invited.token(),
                "POST",
                "/api/v1/invitations/" + invited.id() + "/accept",
                null);
    }

    private Somebody joined(Company company) {
        var invited = invited(company, "CUSTOMER_EMPLOYEE");
        return new Somebody(company, invited.token(), found(MEMBERSHIP, expect(200, accept(invited))));
    }

    private List<Somebody> prepared(TestIssuer issuer, ServiceProcess service, int clients) {
        var company = company(issuer, service);
        return IntStream.range(0, inAdvance(clients))
                .mapToObj(number -> invited(company, "CUSTOMER_EMPLOYEE"))
                .toList();
    }

    private List<Somebody> joined(TestIssuer issuer, ServiceProcess service, int clients) {
        var company = company(issuer, service);
        return IntStream.range(0, inAdvance(clients))
                .mapToObj(number -> joined(company))
                .toList();
    }

    private static int inAdvance(int clients) {
        return Math.max(150, 3_000 / clients);
    }

    private Load.Act inviting(Company company) {
        return () -> invite(company, address(), "CUSTOMER_EMPLOYEE").statusCode() == 201;
    }

    private Load.Act accepting(List<Somebody> invited) {
        var next = invited.iterator();
        return () -> accept(next.next()).statusCode() == 200;
    }

    private Load.Act changing(Company company) {
        var user = joined(company);
        var groups = new String[] {"CUSTOMER_ADMIN", "CUSTOMER_EMPLOYEE"};
        var turn = new AtomicInteger();
        return () -> send(
                                company.service(),
                                company.token(),
                                "PATCH",
                                company.path() + "/users/" + user.id(),
                                "{\"group\":\"" + groups[turn.getAndIncrement() % 2] + "\"}")
                        .statusCode()
                == 200;
    }

    private Load.Act removing(List<Somebody> users) {
        var next = users.iterator();
        return () -> {
            var user = next.next();
            return send(
                                    user.company().service(),
                                    user.company().token(),
                                    "DELETE",
                                    user.company().path() + "/users/" + user.id(),
                                    null)
                            .statusCode()
                    == 204;
        };
    }

    private HttpResponse<String> send(URI service, String token, String method, String path, String body) {
        var request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static String found(Pattern pattern, HttpResponse<String> answer) {
        var found = pattern.matcher(answer.body());
        assertThat(found.find()).as(answer.body()).isTrue();
        return found.group(1);
    }
}
