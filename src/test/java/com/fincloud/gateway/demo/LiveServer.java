package com.fincloud.gateway.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The port of a demo service with a {@link LiveFeed}. The JDK's HTTP server knows no WebSockets, so this port serves them itself, and passes
 * every other connection on to that server, byte for byte.
 */
final class LiveServer implements AutoCloseable {

    private static final int MAX_HEAD = 64 * 1024;

    private final ServerSocket port;
    private final int inner;
    private final LiveFeed feed;
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "live");
        thread.setDaemon(true);
        return thread;
    });

    /** Binds {@code address} and serves; {@code inner} is the HTTP server's port on this machine. */
    LiveServer(InetSocketAddress address, int inner, LiveFeed feed) throws IOException {
        this.port = new ServerSocket(address.getPort(), 200, address.getAddress());
        this.inner = inner;
        this.feed = feed;
        pool.execute(this::accept);
    }

    int port() {
        return port.getLocalPort();
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                Socket socket = port.accept();
                pool.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            byte[] first = head(socket.getInputStream());
            Map<String, String> fields = fields(new String(first, StandardCharsets.ISO_8859_1));
            if (LiveFeed.isWanted(fields)) {
                feed.serve(fields, socket);
            } else {
                pass(socket, first);
            }
        } catch (IOException | RuntimeException e) {
            // one of the two is gone
        }
    }

    private void pass(Socket socket, byte[] first) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), inner)) {
            server.setTcpNoDelay(true);
            server.getOutputStream().write(first);
            pool.execute(() -> pump(server, socket));
            pump(socket, server);
        }
    }

    private static void pump(Socket from, Socket to) {
        byte[] block = new byte[8 * 1024];
        try {
            for (int count = from.getInputStream().read(block);
                    count >= 0;
                    count = from.getInputStream().read(block)) {
                to.getOutputStream().write(block, 0, count);
            }
        } catch (IOException e) {
            // the other direction ends too
        } finally {
            close(to);
            close(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    /** Reads the head of the first request; empty at the end of the stream. */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        for (int b = in.read(); b >= 0 && head.size() < MAX_HEAD; b = in.read()) {
            head.write(b);
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == 4) {
                return head.toByteArray();
            }
        }
        throw new IOException("no head");
    }

    private static Map<String, String> fields(String head) {
        Map<String, String> fields = new HashMap<>();
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    @Override
    public void close() {
        close(port);
        pool.shutdownNow();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
