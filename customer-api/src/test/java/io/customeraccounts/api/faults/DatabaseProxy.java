package io.customeraccounts.api.faults;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The way from a service to its PostgreSQL, which can be cut. Follows what the service says (PostgreSQL's protocol 3.0) as
 * far as it takes to recognise a COMMIT.
 */
final class DatabaseProxy implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;

    private final ServerSocket socket;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore commitsToCut = new Semaphore(0);
    private final Semaphore cut = new Semaphore(0);

    /** @param target port of the database on this machine */
    DatabaseProxy(int target) {
        this.target = target;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    new Connection(socket.accept()).start();
                } catch (IOException e) {
                    // closed, or the database is away: whoever wanted to connect is told so
                }
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Cuts the next connection that commits something: the database gets the COMMIT, nobody its answer. */
    void cutAtNextCommit() {
        commitsToCut.release();
    }

    /** Waits until that has happened. */
    boolean hasCut(Duration within) throws InterruptedException {
        return cut.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Cuts every connection, whatever it is doing. */
    void cutAll() {
        connections.forEach(Connection::close);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        cutAll();
        threads.shutdownNow();
    }

    private final class Connection {

        private final Socket service;
        private final Socket database;
        private final Map<String, String> statements = new HashMap<>();
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile boolean silent;

        Connection(Socket service) throws IOException {
            this.service = service;
            try {
                database = new Socket(InetAddress.getLoopbackAddress(), target);
            } catch (IOException e) {
                service.close();
                throw e;
            }
            service.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
        }

        void start() {
            connections.add(this);
            threads.execute(() -> until(this::toDatabase));
            threads.execute(() -> until(this::toService));
        }

        private interface Passing {
            void run() throws IOException, InterruptedException;
        }

        private void until(Passing passing) {
            try {
                passing.run();
            } catch (IOException | InterruptedException e) {
                // one of the two has gone, and so does the other
            } finally {
                close();
            }
        }

        void close() {
            connections.remove(this);
            try (service;
                    database) {
                silent = true;
            } catch (IOException e) {
                // closed is closed
            }
        }

        private void toService() throws IOException {
            var from = database.getInputStream();
            var to = service.getOutputStream();
            var buffer = new byte[8192];
            for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                if (silent) {
                    answered.countDown();
                } else {
                    to.write(buffer, 0, read);
                }
            }
        }

        private void toDatabase() throws IOException, InterruptedException {
            var from = new DataInputStream(service.getInputStream());
            var to = database.getOutputStream();
            while (startup(from, to) == SSL_REQUEST) {
                // answered by the database; the real start follows
            }
            var commits = false;
            while (true) {
                var type = from.read();
                if (type < 0) {
                    return;
                }
                var length = from.readInt();
                var content = from.readNBytes(length - Integer.BYTES);
                commits |= isCommit((char) type, content);
                var last = type == 'S' || type == 'Q';
                silent |= last && commits && commitsToCut.tryAcquire();
                to.write(message(type, length, content));
                if (silent) {
                    service.close();
                    // So that it was carried out, and not lost with the connection.
                    answered.await(5, TimeUnit.SECONDS);
                    cut.release();
                    return;
                }
                commits &= !last;
            }
        }

        private int startup(DataInputStream from, OutputStream to) throws IOException {
            var length = from.readInt();
            var content = from.readNBytes(length - Integer.BYTES);
            to.write(message(-1, length, content));
            return length == 2 * Integer.BYTES ? new DataInputStream(new ByteArrayInputStream(content)).readInt() : 0;
        }

        private static byte[] message(int type, int length, byte[] content) throws IOException {
            var message = new ByteArrayOutputStream(length + 1);
            var out = new DataOutputStream(message);
            if (type >= 0) {
                out.write(type);
            }
            out.writeInt(length);
            out.write(content);
            return message.toByteArray();
        }

        /** Whether the message has a COMMIT executed, either by its text or by the name it was given earlier. */
        private boolean isCommit(char type, byte[] content) {
            return switch (type) {
                case 'Q' -> text(content, 0).toUpperCase(Locale.ROOT).startsWith("COMMIT");
                case 'P' -> {
                    var name = text(content, 0);
                    statements.put(name, text(content, name.length() + 1).toUpperCase(Locale.ROOT));
                    yield false;
                }
                case 'B' -> {
                    var portal = text(content, 0);
                    var statement = text(content, portal.length() + 1);
                    yield statements.getOrDefault(statement, "").startsWith("COMMIT");
                }
                default -> false;
            };
        }

        private static String text(byte[] content, int from) {
            var to = from;
            while (to < content.length && content[to] != 0) {
                to++;
            }
            return new String(content, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }
}
