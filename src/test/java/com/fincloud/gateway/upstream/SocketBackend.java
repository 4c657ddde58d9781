package com.fincloud.gateway.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.core5.http.HttpHost;

/** A backend on a bare socket, which answers every request with the same bytes and remembers those that it got. */
public final class SocketBackend implements AutoCloseable {

    private final ServerSocket server;
    private final String endOfRequest;
    private final byte[] answer;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch responded = new CountDownLatch(1);

    /** One that takes requests without a body. */
    public SocketBackend(String answer) throws IOException {
        this("\r\n\r\n", answer);
    }

    /** One that takes a request to be complete when it ends like that. */
    public SocketBackend(String endOfRequest, String answer) throws IOException {
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.endOfRequest = endOfRequest;
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        start(this::accept);
    }

    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "socket-backend");
        thread.setDaemon(true);
        thread.start();
    }

    public HttpHost host() {
        return new HttpHost("http", "127.0.0.1", server.getLocalPort());
    }

    /** Connections so far, in their order. */
    public List<Connection> connections() {
        return connections;
    }

    /** Waits until there has been a whole request. */
    public void awaitRequest() throws InterruptedException {
        asked.await();
    }

    /** Waits until a response has been sent. */
    public void awaitResponse() throws InterruptedException {
        responded.await();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Connection connection = new Connection(server.accept());
                connections.add(connection);
                start(connection::serve);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    /** A connection of the gateway. */
    public final class Connection {

        private final Socket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final CountDownLatch ended = new CountDownLatch(1);

        private Connection(Socket socket) {
            this.socket = socket;
        }

        private void serve() {
            try {
                for (int b = socket.getInputStream().read();
                        b >= 0;
                        b = socket.getInputStream().read()) {
                    received.write(b);
                    if (received().endsWith(endOfRequest)) {
                        asked.countDown();
                        send(answer);
                        responded.countDown();
                    }
                }
            } catch (IOException e) {
                // reset
            } finally {
                ended.countDown();
            }
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** All that came, a character a byte. */
        public String received() {
            return received.toString(StandardCharsets.ISO_8859_1);
        }

        /** Waits until the gateway has closed or reset it. */
        public void awaitEnd() throws InterruptedException {
            ended.await();
        }

        public boolean hasEnded() {
            return ended.getCount() == 0;
        }

        /** The backend closes it. */
        public void close() throws IOException {
            socket.close();
        }
    }
}
