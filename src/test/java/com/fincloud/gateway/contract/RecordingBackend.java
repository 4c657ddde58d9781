package com.fincloud.gateway.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * A backend on a bare socket: it keeps every request byte for byte, and answers what a test has put under the request's path, byte for
 * byte too. Paths without an answer get {@code 200 ok}.
 */
final class RecordingBackend implements AutoCloseable {

    /** What the backend does with one request, once head and body have been read. */
    @FunctionalInterface
    interface Answer {
        void to(Request request, Socket socket, OutputStream out) throws Exception;
    }

    /** A request as it came over the wire. */
    record Request(String head, byte[] body) {

        String requestLine() {
            return head.lines().findFirst().orElse("");
        }

        String target() {
            return requestLine().split(" ", 3)[1];
        }

        /** All values of a header, in order. */
        List<String> values(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT)
                            .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        /** The only value of a header, null when there is none. */
        @Nullable
        String value(String name) {
            List<String> values = values(name);
            if (values.size() > 1) {
                throw new AssertionError(name + " came " + values.size() + " times: " + values);
            }
            return values.isEmpty() ? null : values.get(0);
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private final ServerSocket server;
    private final Thread acceptor;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    RecordingBackend() {
        this(0);
    }

    RecordingBackend(int port) {
        this(bound(port));
    }

    /** A backend on a socket that listens already, one with TLS for instance. */
    RecordingBackend(ServerSocket listening) {
        server = listening;
        acceptor = start("accept", this::accept);
    }

    private static ServerSocket bound(int port) {
        try {
            return new ServerSocket(port, 2000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "backend-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    String url() {
        return (server instanceof SSLServerSocket ? "https://localhost:" : "http://127.0.0.1:") + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Requests so far. */
    List<Request> requests() {
        return requests;
    }

    /** The last request. */
    Request last() {
        return requests.get(requests.size() - 1);
    }

    /** Connections accepted so far. */
    int connections() {
        return connections.get();
    }

    void forget() {
        requests.clear();
        answers.clear();
    }

    /** Answers {@code path}, without its query, with these bytes; {@code \n} in the head becomes CR LF. */
    void on(String path, String head, byte[] body) {
        on(path, (request, socket, out) -> {
            out.write(head(head));
            out.write(body);
        });
    }

    /** Answers {@code path} with a text of known length. */
    void on(String path, int status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        on(path, "HTTP/1.1 " + status + " Whatever\n" + headers + "Content-Length: " + bytes.length + "\n\n", bytes);
    }

    void on(String path, Answer answer) {
        answers.put(path, answer);
    }

    static byte[] head(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                sockets.add(socket);
                start("connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = readHead(in); head != null; head = readHead(in)) {
                Request request = new Request(head, readBody(head, in));
                requests.add(request);
                Answer answer = answers.get(request.target().replaceAll("\\?.*", ""));
                if (answer == null) {
                    out.write(head("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 2\n\n"));
                    if (!head.startsWith("HEAD ")) { // to it a body would be the beginning of the next answer
                        out.write("ok".getBytes(StandardCharsets.US_ASCII));
                    }
                } else {
                    answer.to(request, socket, out);
                }
                out.flush();
            }
        } catch (Exception e) {
            // the test's answer, or the gateway, has ended the connection
        } finally {
            sockets.remove(socket);
        }
    }

    private static @Nullable String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == 4) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static byte[] readBody(String head, InputStream in) throws IOException {
        Request framing = new Request(head, new byte[0]);
        String length = framing.value("Content-Length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        if (framing.value("Transfer-Encoding") == null) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in).replaceAll(";.*", "").strip(), 16);
            body.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    /** Closes the port and every connection, as a crash would. The port accepts until the thread has left it. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
