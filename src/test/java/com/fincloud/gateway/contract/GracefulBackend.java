package com.fincloud.gateway.contract;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend that can be restarted as an orchestrator does it: the port is closed, requests in progress are answered, and idle connections
 * are closed, whatever may be on its way to them. It counts how often each request ran, by its {@code X-Marker}.
 */
final class GracefulBackend implements AutoCloseable {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, Integer> tally;
    private final int port;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Server server;

    /** Starts a backend that counts in {@code tally}. */
    GracefulBackend(Map<String, Integer> tally) throws IOException {
        this.tally = tally;
        this.server = new Server(0);
        this.port = server.listening.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The number of requests so far. */
    int requests() {
        return requests.get();
    }

    void restart() throws IOException, InterruptedException {
        server.stop();
        server = new Server(port);
    }

    @Override
    public void close() throws IOException {
        server.listening.close();
        for (Connection connection : server.connections) {
            connection.socket.close();
        }
    }

    private static void start(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    private final class Server {

        private final ServerSocket listening;
        private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
        private final Thread acceptor = new Thread(this::accept, "graceful-backend");
        private volatile boolean stopping;

        Server(int port) throws IOException {
            listening = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
            start(acceptor);
        }

        private void accept() {
            while (!stopping) {
                try {
                    Connection connection = new Connection(this, listening.accept());
                    connections.add(connection);
                    start(connection);
                } catch (IOException e) {
                    return;
                }
            }
        }

        void stop() throws IOException, InterruptedException {
            stopping = true;
            listening.close();
            acceptor.join();
            for (Connection connection : connections) {
                connection.closeIfIdle();
            }
            for (Connection connection : connections) {
                connection.join();
            }
        }
    }

    private final class Connection extends Thread {

        private final Server owner;
        private final Socket socket;
        private boolean busy;

        Connection(Server owner, Socket socket) {
            super("graceful-connection");
            this.owner = owner;
            this.socket = socket;
        }

        synchronized void closeIfIdle() throws IOException {
            if (!busy) {
                socket.close();
            }
        }

        private synchronized boolean begin() {
            busy = !socket.isClosed();
            return busy;
        }

        private synchronized boolean end() {
            busy = false;
            return !owner.stopping;
        }

        @Override
        public void run() {
            try (socket) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                boolean open = true;
                while (open) {
                    int first = in.read();
                    open = first >= 0 && begin();
                    if (open) {
                        answer((char) first, in, out);
                        open = end();
                    }
                }
            } catch (IOException e) {
                // closed
            } finally {
                owner.connections.remove(this);
            }
        }

        private void answer(char first, InputStream in, OutputStream out) throws IOException {
            StringBuilder head = new StringBuilder().append(first);
            while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("an incomplete head");
                }
                head.append((char) next);
            }
            RecordingBackend.Request request = new RecordingBackend.Request(head.toString(), new byte[0]);
            String length = request.value("Content-Length");
            in.readNBytes(length == null ? 0 : Integer.parseInt(length));
            tally.merge(String.valueOf(request.value("X-Marker")), 1, Integer::sum);
            requests.incrementAndGet();
            out.write(ANSWER);
        }
    }
}
