package com.fincloud.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A backend that speaks HTTP/2 with prior knowledge, or by ALPN over TLS. It reads requests, and sends what a test's handler wants. A client
 * that offers HTTP/1.1 alone over TLS gets its request line and body back.
 */
final class Http2Backend implements Closeable {

    private static final int PREFACE_BYTES = 24;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    /** Answers a request, in a thread of its own, when its head has arrived. */
    interface Handler {
        void handle(Request request) throws Exception;
    }

    private final ServerSocket server;
    private final Handler handler;
    private final byte[] settings;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    final AtomicInteger connections = new AtomicInteger();
    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    /** The codes of resets that the gateway has sent. */
    final BlockingQueue<Integer> resets = new LinkedBlockingQueue<>();

    Http2Backend(Handler handler) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), new byte[0], handler);
    }

    Http2Backend(ServerSocket server, byte[] settings, Handler handler) {
        this.server = server;
        this.settings = settings;
        this.handler = handler;
        if (server instanceof SSLServerSocket secure) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            secure.setSSLParameters(parameters);
        }
        run(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** A part of a handler or of the server. */
    interface Work {
        void run() throws Exception;
    }

    static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // the connection or the test has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Connection connection = new Connection(server.accept());
            connections.incrementAndGet();
            open.add(connection);
            run(connection::serve);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : open) {
            connection.close();
        }
    }

    /** A request whose head has arrived. */
    static final class Request {

        final Connection connection;
        final int stream;
        final Map<String, String> fields = new LinkedHashMap<>();
        final Map<String, String> trailers = new LinkedHashMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;
        private long window = 65_535;

        Request(Connection connection, int stream) {
            this.connection = connection;
            this.stream = stream;
        }

        String path() {
            return fields.getOrDefault(":path", "");
        }

        /** The whole body. */
        byte[] body() throws InterruptedException {
            synchronized (connection) {
                while (!ended) {
                    connection.wait();
                }
                return body.toByteArray();
            }
        }

        /** Waits until this many bytes of the body have arrived. */
        String received(int bytes) throws InterruptedException {
            synchronized (connection) {
                while (body.size() < bytes) {
                    connection.wait();
                }
                return body.toString(StandardCharsets.ISO_8859_1);
            }
        }

        void send(int type, int flags, byte[] payload) throws IOException {
            connection.send(type, flags, stream, payload);
        }

        /** A head or trailers, as lines {@code name: value}. */
        void head(boolean end, String... lines) throws IOException {
            send(Frames.HEADERS, Frames.END_HEADERS | (end ? Frames.END_STREAM : 0), Frames.fields(lines));
        }

        void data(boolean end, String text) throws IOException {
            send(Frames.DATA, end ? Frames.END_STREAM : 0, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Sends a body within the gateway's windows, and returns how much was sent. */
        void bytes(boolean end, byte[] bytes) throws IOException, InterruptedException {
            int sent = 0;
            while (sent < bytes.length) {
                int count = Math.min(bytes.length - sent, 16_384);
                synchronized (connection) {
                    while (window <= 0 || connection.window <= 0) {
                        connection.wait();
                    }
                    count = (int) Math.min(count, Math.min(window, connection.window));
                    window -= count;
                    connection.window -= count;
                }
                boolean last = end && sent + count == bytes.length;
                send(Frames.DATA, last ? Frames.END_STREAM : 0, Arrays.copyOfRange(bytes, sent, sent + count));
                sent += count;
            }
        }

        /** A whole response. */
        void answer(String status, String text) throws IOException {
            head(false, ":status: " + status, "content-type: text/plain");
            data(true, text);
        }
    }

    /** A connection of the gateway. */
    final class Connection implements Closeable {

        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final HPackDecoder hpack = new HPackDecoder(4096, StandardCharsets.US_ASCII);
        private final Map<Integer, Request> streams = new ConcurrentHashMap<>();
        private long window = 65_535;
        private int streamWindow = 65_535;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void send(int type, int flags, int stream, byte[] payload) throws IOException {
            raw(Frames.frame(type, flags, stream, payload));
        }

        void raw(byte[] bytes) throws IOException {
            synchronized (out) {
                out.write(bytes);
                out.flush();
            }
        }

        private void serve() throws Exception {
            try (socket) {
                if (isHttp1()) {
                    while (true) {
                        echo();
                    }
                }
                in.readNBytes(PREFACE_BYTES);
                send(Frames.SETTINGS, 0, 0, settings);
                while (true) {
                    read();
                }
            } finally {
                open.remove(this);
            }
        }

        private boolean isHttp1() throws IOException {
            if (!(socket instanceof SSLSocket secure)) {
                return false;
            }
            secure.startHandshake();
            return !secure.getApplicationProtocol().equals("h2");
        }

        /** Answers one HTTP/1.1 request. */
        private void echo() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            String echo = head.substring(0, head.indexOf("\r")) + " " + new String(body, StandardCharsets.ISO_8859_1);
            raw(("HTTP/1.1 200 OK\r\nContent-Length: " + echo.length() + "\r\n\r\n" + echo)
                    .getBytes(StandardCharsets.ISO_8859_1));
        }

        private void read() throws Exception {
            Frames.Frame frame = Frames.read(in);
            switch (frame.type()) {
                case Frames.HEADERS -> headers(frame.stream(), frame.endsStream(), frame.payload());
                case Frames.DATA -> data(streams.get(frame.stream()), frame.endsStream(), frame.payload());
                case Frames.RESET -> resets.add(ByteBuffer.wrap(frame.payload()).getInt());
                case Frames.SETTINGS -> settings(frame.flags(), frame.payload());
                case 8 ->
                    windowUpdate(
                            frame.stream(), ByteBuffer.wrap(frame.payload()).getInt());
                default -> {
                    // nothing that a test looks at
                }
            }
        }

        private void headers(int stream, boolean end, byte[] payload) throws Exception {
            List<Header> fields = hpack.decodeHeaders(ByteBuffer.wrap(payload));
            Request known = streams.get(stream);
            Request request = known == null ? new Request(this, stream) : known;
            synchronized (this) {
                request.window = known == null ? streamWindow : known.window;
                fields.forEach(field ->
                        (known == null ? request.fields : request.trailers).put(field.getName(), field.getValue()));
                request.ended = end;
                notifyAll();
            }
            if (known == null) {
                streams.put(stream, request);
                requests.add(request);
                run(() -> handler.handle(request));
            }
        }

        private void data(@Nullable Request request, boolean end, byte[] payload) throws IOException {
            if (request == null) {
                throw new IOException("a body without a head");
            }
            synchronized (this) {
                request.body.write(payload);
                request.ended = end;
                notifyAll();
            }
            if (payload.length > 0) {
                byte[] more = ByteBuffer.allocate(4).putInt(payload.length).array();
                send(8, 0, 0, more);
                if (!end) {
                    send(8, 0, request.stream, more);
                }
            }
        }

        private void settings(int flags, byte[] payload) throws IOException {
            if (flags != 0) {
                return;
            }
            synchronized (this) {
                ByteBuffer all = ByteBuffer.wrap(payload);
                while (all.remaining() >= 6) {
                    int setting = all.getShort();
                    int value = all.getInt();
                    streamWindow = setting == 4 ? value : streamWindow;
                }
            }
            send(Frames.SETTINGS, 1, 0, new byte[0]);
        }

        private void windowUpdate(int stream, int more) {
            synchronized (this) {
                Request request = streams.get(stream);
                if (stream == 0) {
                    window += more;
                } else if (request != null) {
                    request.window += more;
                }
                notifyAll();
            }
        }

        void goAway(int last, int code) throws IOException {
            send(
                    Frames.GOAWAY,
                    0,
                    0,
                    ByteBuffer.allocate(8).putInt(last).putInt(code).array());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
