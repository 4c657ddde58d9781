package com.fincloud.bench.box;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Redis of this run, in memory only. */
public final class RedisServer implements AutoCloseable {

    private final int port = Ports.free();
    private final Child process;

    /** Starts {@code executable}; it listens when this returns. */
    public RedisServer(String executable, Path directory) throws IOException, InterruptedException {
        List<String> command = List.of(
                executable,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        process = new Child("redis-server", command, directory, Map.of(), directory.resolve("redis.log"));
        Ports.awaitListening(port, process);
    }

    /** The URL of one of its databases. */
    public String url(int database) {
        return "redis://127.0.0.1:" + port + "/" + database;
    }

    /** Its CPU time and memory. */
    public ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    /** Its version. */
    public String version() throws IOException {
        return field("server", "redis_version:");
    }

    /** How many scripts it has run. */
    public long scriptCalls() throws IOException {
        return calls("evalsha") + calls("eval");
    }

    private long calls(String command) throws IOException {
        String figures = field("commandstats", "cmdstat_" + command + ":calls=");
        return figures.isEmpty() ? 0 : Long.parseLong(figures.substring(0, figures.indexOf(',')));
    }

    private String field(String section, String name) throws IOException {
        return info(section)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(name.length()))
                .orElse("");
    }

    private String info(String section) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(("INFO " + section + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
