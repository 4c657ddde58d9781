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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backend that keeps nothing: it answers with the caller's id, the request's marker and its body, and misbehaves while it is told to.
 * What it answers says whose it is, so that an answer that reaches somebody else is found.
 */
final class EchoBackend implements AutoCloseable {

    /** How it misbehaves. */
    enum Fault {
        NONE,
        SLOW,
        RESETS,
        CUT_OFF,
        ERRORS
    }

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final Pattern USER = Pattern.compile("(?im)^x-user-id: *(\\S+)");
    private static final Pattern MARKER = Pattern.compile("(?im)^x-marker: *(\\S+)");

    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    EchoBackend() throws IOException {
        ServerSocket first = new ServerSocket(0, 4000, InetAddress.getLoopbackAddress());
        port = first.getLocalPort();
        accept(first);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void fault(Fault now) {
        fault = now;
    }

    /** Requests to {@code /hang} that have not been answered. */
    int hanging() {
        return hanging.get();
    }

    void releaseHanging() {
        release.countDown();
    }

    void crash() throws IOException {
        ServerSocket open = server;
        Thread thread = acceptor;
        if (open == null || thread == null) {
            return;
        }
        open.close();
        try {
            thread.join(); // the port accepts until the thread has left it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        server = null;
    }

    void startAgain() throws IOException {
        accept(new ServerSocket(port, 4000, InetAddress.getLoopbackAddress()));
    }

    private void accept(ServerSocket open) {
        server = open;
        Thread thread = new Thread(() -> {
            while (!open.isClosed()) {
                try {
                    Socket socket = open.accept();
                    sockets.add(socket);
                    Thread connection = new Thread(() -> serve(socket));
                    connection.setDaemon(true);
                    connection.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        acceptor = thread;
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); head != null; head = head(in)) {
                byte[] body = in.readNBytes(Integer.parseInt(found(LENGTH, head, "0")));
                if (head.contains("/hang ")) {
                    hanging.incrementAndGet();
                    release.await();
                }
                answer(head, body, socket);
            }
        } catch (IOException | InterruptedException e) {
            // the gateway, or a crash, has ended the connection
        } finally {
            sockets.remove(socket);
        }
    }

    private void answer(String head, byte[] body, Socket socket) throws IOException, InterruptedException {
        Fault now = fault;
        if (now == Fault.SLOW) {
            TimeUnit.MILLISECONDS.sleep(300);
        }
        if (now == Fault.RESETS) {
            socket.setSoLinger(true, 0);
            throw new IOException("reset");
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(expected(found(USER, head, "-"), found(MARKER, head, "-"), body));
        byte[] bytes = answer.toByteArray();
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 " + (now == Fault.ERRORS ? "500 Own Words" : "200 OK") + "\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        if (now == Fault.CUT_OFF) {
            out.write(bytes, 0, bytes.length / 2);
            throw new IOException("cut off");
        }
        out.write(bytes);
        out.flush();
    }

    /** What the answer to this request is. */
    static byte[] expected(String user, String marker, byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes((user + " " + marker + " ").getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private static String found(Pattern pattern, String head, String otherwise) {
        Matcher matcher = pattern.matcher(head);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    private static @Nullable String head(InputStream in) throws IOException {
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

    @Override
    public void close() throws IOException {
        release.countDown();
        crash();
    }
}
