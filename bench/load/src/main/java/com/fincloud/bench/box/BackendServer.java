package com.fincloud.bench.box;

import com.fincloud.bench.backend.FastBackend;
import com.fincloud.bench.load.ClientConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The backend of both gateways, in a process of its own. */
public final class BackendServer implements AutoCloseable {

    private static final byte[] SERVED =
            "GET /served HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port = Ports.free();
    private final Child process;

    /** Starts it with {@code java}; it listens when this returns. */
    public BackendServer(Path java, Path directory) throws IOException, InterruptedException {
        List<String> command = List.of(
                java.toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FastBackend.class.getName(),
                Integer.toString(port));
        process = new Child("backend", command, directory, Map.of(), directory.resolve("backend.log"));
        Ports.awaitListening(port, process);
    }

    /** Its URL. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How many requests reached it. */
    public long served() throws IOException {
        try (ClientConnection connection = new ClientConnection(port)) {
            return Long.parseLong(connection.exchange(SERVED).text());
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
