package io.customeraccounts.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends bytes as they are, also those that no client library would send. Over one connection, which is opened again when the
 * service has closed it. For one thread.
 */
public final class RawHttp implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE = 60_000;

    private final URI service;
    private @Nullable Socket socket;

    public RawHttp(URI service) {
        this.service = service;
    }

    /** @param headers by their names in lower case; of those given several times, the last */
    public record Answer(int status, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** Expects a problem in the form that every problem has, and tells its code. */
        public String expectProblem() {
            assertThat(header("Content-Type")).describedAs(toString()).isEqualTo("application/problem+json");
            var problem = JSON.readTree(body);
            var code = problem.at("/code").asString();
            assertThat(problem.at("/type").asString()).isEqualTo("/problems/" + code);
            assertThat(problem.at("/status").asInt()).isEqualTo(status);
            assertThat(problem.at("/title").asString()).isNotBlank();
            assertThat(problem.at("/detail").asString()).isNotBlank();
            return code;
        }
    }

    /** @param head request line and headers without the last empty line, in ISO 8859-1; {@code \n} for the ends of lines */
    public Answer send(String head, byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((head.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        var again = socket != null;
        try {
            return exchange(bytes.toByteArray(), head.startsWith("HEAD "));
        } catch (EOFException e) {
            close();
            if (!again) {
                throw e;
            }
            // The service had closed the connection before this request.
            return exchange(bytes.toByteArray(), head.startsWith("HEAD "));
        }
    }

    public Answer send(String head) throws IOException {
        return send(head, new byte[0]);
    }

    private Answer exchange(byte[] request, boolean withoutBody) throws IOException {
        var connection = socket;
        if (connection == null) {
            connection = new Socket(service.getHost(), service.getPort());
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(PATIENCE);
            socket = connection;
        }
        try {
            connection.getOutputStream().write(request);
        } catch (IOException refusedWhileItWasSent) {
            // The answer may be there all the same.
        }
        try {
            return read(new BufferedInputStream(connection.getInputStream()), withoutBody);
        } catch (java.net.SocketException reset) {
            throw (EOFException) new EOFException("reset").initCause(reset);
        }
    }

    private Answer read(InputStream in, boolean withoutBody) throws IOException {
        var status = Integer.parseInt(line(in).split(" ", 3)[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (status < 200) {
            return read(in, withoutBody);
        }
        var length = headers.get("content-length");
        byte[] body;
        if (withoutBody || status == 204 || status == 304) {
            body = new byte[0];
        } else if (length != null) {
            body = in.readNBytes(Integer.parseInt(length));
        } else if ("chunked".equals(headers.get("transfer-encoding"))) {
            body = chunks(in);
        } else {
            body = in.readAllBytes();
            close();
        }
        if ("close".equals(headers.get("connection"))) {
            close();
        }
        return new Answer(status, headers, new String(body, UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var length = Integer.parseInt(line(in), 16);
            body.writeBytes(in.readNBytes(length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("no answer");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
