package com.fincloud.bench.box;

import com.fincloud.bench.backend.FastBackend;
import com.fincloud.bench.load.ClientConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The backend of both gateways, in a process of its own. */
public final class BackendServer implements AutoCloseable {

    private static final byte[] SERVED =
            "GET /served HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path java;
    private final Path directory;
    private final int port = Ports.free();
    private @Nullable Child process;

    /** Starts it with {@code java}; it listens when this returns. */
    public BackendServer(Path java, Path directory) throws IOException, InterruptedException {
        this.java = java;
        this.directory = directory;
        start();
    }

    /** Starts it at the port it always has. */
    public void start() throws IOException, InterruptedException {
        List<String> command = List.of(
                java.toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FastBackend.class.getName(),
                Integer.toString(port));
        Child started = new Child("backend", command, directory, Map.of(), directory.resolve("backend.log"));
        process = started;
        Ports.awaitListening(port, started);
    }

    /** Its URL. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How many requests have reached it. */
    public long served() throws IOException {
        try (ClientConnection connection = new ClientConnection(port)) {
            return Long.parseLong(connection.exchange(SERVED).text());
        }
    }

    /** Ends it. */
    public void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
