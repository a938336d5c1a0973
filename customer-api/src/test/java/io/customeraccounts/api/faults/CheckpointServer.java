package io.customeraccounts.api.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where checkpoints are posted to. It takes all of them. */
final class CheckpointServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> checkpoints = new CopyOnWriteArrayList<>();

    CheckpointServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            checkpoints.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** In the order in which they came, also those whose sender was not told so. */
    List<String> checkpoints() {
        return List.copyOf(checkpoints);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
