package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.process.ServiceProcess;
import io.customeraccounts.api.security.TestIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs the service that readers of the feed are slow: they have asked for all events, and read nothing. */
class FeedBenchmark {

    private static final int EVENTS = Integer.getInteger("benchmark.feed-events", 20_000);
    private static final int READERS = Integer.getInteger("benchmark.feed-readers", 100);
    private static final int SMALL_BUFFER = 4096;
    private static final Pattern USED = Pattern.compile("garbage-first heap.*?used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    @Test
    void measuresTheMemoryOfSlowReaders(@TempDir Path directory) throws Exception {
        try (var database = new DurablePostgres();
                var issuer = new TestIssuer()) {
            var settings = new ArrayList<>(database.settings());
            settings.add("--customer-accounts.issuer=" + issuer.url());
            settings.add("--customer-accounts.auditors[0].subject=audrey");
            settings.add("--customer-accounts.feed.max-waiting=" + READERS);
            settings.add("--customer-accounts.feed.max-waiting-by-caller=" + READERS);
            var token = TestIssuer.signed(TestIssuer.claims(issuer.url(), "audrey", Instant.now())
                    .claim("name", "Audrey")
                    .claim("email", "audrey@example.org")
                    .claim("email_verified", true)
                    .expirationTime(Date.from(Instant.now().plusSeconds(3_000))));
            try (var service = ServiceProcess.tuned(
                    directory, List.of("-Xmx256m", "-XX:+UseG1GC"), settings.toArray(String[]::new))) {
                happened(database);
                var sockets = new ArrayList<Socket>();
                try {
                    // The first ones warm it up.
                    open(service, token, sockets, 20);
                    var heap = heap(service);
                    var resident = resident(service);
                    open(service, token, sockets, READERS - sockets.size());
                    var readers = READERS - 20;
                    System.out.printf(
                            "%n%d readers of %,d events who read nothing: heap %+d KB, resident %+d KB for each%n",
                            READERS,
                            EVENTS,
                            (heap(service) - heap) / readers,
                            (resident(service) - resident) / readers);
                } finally {
                    for (var socket : sockets) {
                        socket.close();
                    }
                }
            }
        }
    }

    private static void open(ServiceProcess service, String token, List<Socket> sockets, int count)
            throws IOException, InterruptedException {
        for (var i = 0; i < count; i++) {
            var socket = new Socket();
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
            sockets.add(socket);
            socket.getOutputStream()
                    .write(
                            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(token)
                                    .getBytes(StandardCharsets.US_ASCII));
            // It has begun to answer.
            assertThat(socket.getInputStream().readNBytes("HTTP/1.1 200".length()))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("HTTP/1.1 200");
        }
        // Until the buffers between are full, and all of them wait.
        TimeUnit.SECONDS.sleep(10);
    }

    private static void happened(DurablePostgres database) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                        revision, occurred_at, payload, metadata)
                    select gen_random_uuid(), 'customer', '00000000-0000-7000-8000-000000000001', n, 'customer.renamed', '1',
                        '2026-03-02T12:00:00.123456Z',
                        convert_to('{"customerId":"00000000-0000-7000-8000-000000000001","name":"A Firm"}', 'UTF8'), '{}'
                    from generate_series(0, %d) n
                    """.formatted(EVENTS - 1));
            statement.execute("""
                    insert into unsealed_event (event_identifier, customer_id)
                    select event_identifier, aggregate_identifier from domain_event order by sequence_number
                    """);
        }
        while (sealed(database) < EVENTS) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static long sealed(DurablePostgres database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select last_position from ledger_head")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** In KB, after a collection. */
    private static long heap(ServiceProcess service) throws IOException, InterruptedException {
        jcmd(service, "GC.run");
        var used = USED.matcher(jcmd(service, "GC.heap_info"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1));
    }

    private static String jcmd(ServiceProcess service, String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(service.handle().pid()),
                        command)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static long resident(ServiceProcess service) throws IOException {
        var status = RESIDENT.matcher(
                Files.readString(Path.of("/proc", Long.toString(service.handle().pid()), "status")));
        assertThat(status.find()).isTrue();
        return Long.parseLong(status.group(1));
    }
}
