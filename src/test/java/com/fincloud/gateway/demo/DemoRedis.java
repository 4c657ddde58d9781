package com.fincloud.gateway.demo;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server in memory, on a free port of this machine. It runs as a daemon, because Ctrl-C reaches every process of the terminal: a
 * child process would end before the gateway has.
 */
final class DemoRedis implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;
    private static final int READ_TIMEOUT = 2000;

    private final int port = FreePort.next();

    DemoRedis() {
        try {
            start();
        } catch (IOException e) {
            throw new CannotStart(
                    "The built-in Redis does not start (" + e.getMessage()
                            + ").\nSet REDIS_URL to a Redis of your own.",
                    e);
        }
    }

    private void start() throws IOException {
        String executable = ExecutableProvider.newJarResourceProvider().get().getPath();
        List<String> command = new ArrayList<>(
                List.of(executable, "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            command.addAll(List.of("--daemonize", "yes"));
        }
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IOException("no answer from " + executable + " on port " + port);
            }
            pause();
        }
    }

    private boolean answers() {
        try {
            return ask("PING").startsWith("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The beginning of the answer to an inline command; nothing where Redis has ended. */
    private String ask(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes("+PONG".length()), StandardCharsets.US_ASCII);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + port + "/4";
    }

    @Override
    public void close() {
        try {
            ask("SHUTDOWN NOSAVE");
        } catch (IOException e) {
            // It has ended already.
        }
    }
}
