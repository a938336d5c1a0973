package io.customeraccounts.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An SMTP server on this machine that answers what a test wants, and counts the messages it has said yes to. */
public final class ScriptedMailServer implements AutoCloseable {

    /** Instead of an answer. */
    public static final String SILENCE = "silence";

    public static final String HANG_UP = "hang up";

    private final boolean forgets;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of("EHLO", "250 here"));
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();

    public ScriptedMailServer() {
        this(false);
    }

    /** One that takes any number of messages, keeps none, and costs next to nothing. */
    public static ScriptedMailServer forgetting() {
        return new ScriptedMailServer(true);
    }

    private ScriptedMailServer(boolean forgets) {
        this.forgets = forgets;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    var connection = socket.accept();
                    connections.add(connection);
                    threads.execute(() -> serve(connection));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** @param step the command in capitals; CONNECT for the greeting, DOT for the end of the message */
    public ScriptedMailServer answering(String step, String answer) {
        answers.put(step, answer);
        return this;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** As they came, also those whose sender was not told so. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    int connections() {
        return connections.size();
    }

    long open() {
        return connections.stream().filter(connection -> !connection.isClosed()).count();
    }

    /** Ends all connections that there are, between two commands. */
    void hangUp() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }

    private void serve(Socket connection) {
        try (connection;
                var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
            if (!answer(connection, "CONNECT", "220 ready")) {
                return;
            }
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var command = line.substring(0, 4);
                if (!answer(connection, command, command.equals("DATA") ? "354 go on" : "250 fine")) {
                    return;
                }
                if (command.equals("DATA") && !answers.getOrDefault("DATA", "3").startsWith("5")) {
                    var message = new StringBuilder();
                    for (var text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                        message.append(text).append('\n');
                    }
                    if (!forgets) {
                        messages.add(message.toString());
                    }
                    if (!answer(connection, "DOT", "250 taken")) {
                        return;
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            // the client or the test has hung up
        }
    }

    private boolean answer(Socket connection, String step, String usual) throws IOException, InterruptedException {
        var answer = answers.getOrDefault(step, usual);
        if (answer.equals(HANG_UP)) {
            return false;
        }
        if (answer.equals(SILENCE)) {
            Thread.sleep(Long.MAX_VALUE);
        }
        connection.getOutputStream().write((answer + "\r\n").getBytes(UTF_8));
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
        for (var connection : connections) {
            connection.close();
        }
    }
}
