package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.mail.ScriptedMailServer;
import io.customeraccounts.api.process.ServiceProcess;
import io.customeraccounts.api.security.TestIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The service as in production: a process of its own on a durable PostgreSQL, with an identity provider and a mail server
 * elsewhere. And what its callers send.
 */
final class Installation implements AutoCloseable {

    /** Further options of the service's Java, for instance {@code -XX:StartFlightRecording=filename=commands.jfr}. */
    private static final List<String> JVM = Stream.of(
                    System.getProperty("benchmark.jvm", "").split(" ", -1))
            .filter(option -> !option.isEmpty())
            .toList();

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern MEMBERSHIP = Pattern.compile("\"membershipId\":\"([^\"]+)\"");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DurablePostgres database;
    private final TestIssuer issuer;
    private final ScriptedMailServer mails = ScriptedMailServer.forgetting();
    private final ServiceProcess service;

    Installation(Path directory) throws Exception {
        this(directory, List.of(), Map.of());
    }

    /**
     * @param further settings of the service
     * @param server settings of the database
     */
    Installation(Path directory, List<String> further, Map<String, String> server) throws Exception {
        database = new DurablePostgres(server);
        issuer = new TestIssuer();
        var settings = new ArrayList<>(database.settings());
        settings.add("--customer-accounts.issuer=" + issuer.url());
        settings.add("--spring.mail.host=127.0.0.1");
        settings.add("--spring.mail.port=" + mails.port());
        settings.add("--customer-accounts.rate-limits=off");
        settings.add("--customer-accounts.invitation.pending-limit=1000000");
        settings.add("--customer-accounts.invitation.daily-limit=1000000");
        settings.addAll(further);
        service = ServiceProcess.tuned(
                directory, Stream.concat(Stream.of("-Xmx2g"), JVM.stream()).toList(), settings.toArray(String[]::new));
    }

    DurablePostgres database() {
        return database;
    }

    /** Processor time that has been used so far. */
    Load.Cpu cpu() {
        return new Load.Cpu(service.cpu(), database.cpu());
    }

    @Override
    public void close() throws IOException {
        service.close();
        mails.close();
        issuer.close();
        database.close();
    }

    record Company(String token, String path) {}

    /** A membership or an invitation, and whose it is. */
    record Somebody(Company company, String token, String id) {}

    /** Of somebody whose subject and verified address this is. */
    String token(String email) {
        return TestIssuer.signed(TestIssuer.claims(issuer.url(), email, Instant.now())
                .claim("name", "Some Body")
                .claim("email", email)
                .claim("email_verified", true)
                .expirationTime(Date.from(Instant.now().plusSeconds(3_000))));
    }

    static String address() {
        return "person-" + NUMBERS.incrementAndGet() + "@firm.example";
    }

    Company company() {
        var token = token(address());
        var opened = expect(201, send(token, "POST", "/api/v1/customers", "{\"name\":\"A Firm\"}"));
        return new Company(token, "/api/v1/customers/" + found(ID, opened));
    }

    HttpRequest invitation(Company company, String email) {
        return request(company.token(), "POST", company.path() + "/invitations", """
                {"fullName":"Some Body","email":"%s","group":"CUSTOMER_EMPLOYEE"}""".formatted(email));
    }

    Somebody invited(Company company) {
        var email = address();
        var id = found(ID, expect(201, send(invitation(company, email))));
        return new Somebody(company, token(email), id);
    }

    HttpResponse<String> accept(Somebody invited) {
        return send(invited.token(), "POST", "/api/v1/invitations/" + invited.id() + "/accept", null);
    }

    Somebody joined(Company company) {
        var invited = invited(company);
        return new Somebody(company, invited.token(), found(MEMBERSHIP, expect(200, accept(invited))));
    }

    HttpResponse<String> send(String token, String method, String path, @Nullable String body) {
        return send(request(token, method, path, body));
    }

    HttpRequest withReason(String token, String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(request(token, method, path, body), (name, value) -> true)
                .header("Reason", "a benchmark")
                .build();
    }

    /** A request for a file of this type. */
    HttpRequest accepting(String token, String path, String mediaType) {
        return HttpRequest.newBuilder(request(token, "GET", path, null), (name, value) -> true)
                .header("Accept", mediaType)
                .timeout(Duration.ofMinutes(5))
                .build();
    }

    /** Of the service, in bytes, as Linux counts it. */
    long residentMemory() throws IOException {
        var status =
                Files.readString(Path.of("/proc", Long.toString(service.handle().pid()), "status"));
        var resident = RESIDENT.matcher(status);
        assertThat(resident.find()).isTrue();
        return Long.parseLong(resident.group(1)) * 1024;
    }

    private HttpRequest request(String token, String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(service.url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) {
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
