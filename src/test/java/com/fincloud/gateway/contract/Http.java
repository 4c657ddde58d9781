package com.fincloud.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client on a bare socket: it sends the bytes it is given and reads one answer. */
final class Http implements AutoCloseable {

    /** An answer as it came over the wire; chunks are put together, {@code complete} is false when it broke off. */
    record Reply(String head, byte[] body, boolean complete) {

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        List<String> values(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        @Nullable
        String value(String name) {
            List<String> values = values(name);
            return values.isEmpty() ? null : values.get(0);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;

    Http(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** A client that speaks TLS, and looks whether the certificate is for this host. */
    Http(int port, SSLContext tls) throws IOException {
        this(tls.getSocketFactory().createSocket("localhost", port));
        SSLSocket secure = (SSLSocket) socket;
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
    }

    private Http(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** Sends a request without a body on a connection of its own. */
    static Reply get(int port, String target, String... headers) throws IOException {
        return send(port, "GET", target, null, headers);
    }

    /** Sends a request on a connection of its own. */
    static Reply send(int port, String method, String target, byte @Nullable [] body, String... headers)
            throws IOException {
        try (Http http = new Http(port)) {
            return http.exchange(method, target, body, headers);
        }
    }

    /** Sends a request on this connection, and reads the answer. */
    Reply exchange(String method, String target, byte @Nullable [] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gateway.example:8000\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        write(head.append("\r\n").toString());
        if (body != null) {
            try {
                write(body);
            } catch (SocketException e) {
                // An early answer may close the connection while the body is being sent; the answer can be read all the
                // same.
            }
        }
        return read(method);
    }

    void write(String bytes) throws IOException {
        write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    InputStream in() {
        return in;
    }

    Socket socket() {
        return socket;
    }

    /** Reads one answer to a request of {@code method}. */
    Reply read(String method) throws IOException {
        String head = readHead();
        Reply reply = new Reply(head, new byte[0], true);
        int status = reply.status();
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return reply;
        }
        if ("chunked".equals(reply.value("Transfer-Encoding"))) {
            return readChunks(head);
        }
        String length = reply.value("Content-Length");
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new Reply(head, body, length == null || body.length == Integer.parseInt(length));
    }

    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("connection closed after: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private Reply readChunks(String head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            if (line.isEmpty()) {
                return new Reply(head, body.toByteArray(), false);
            }
            int size = Integer.parseInt(line, 16);
            byte[] chunk = in.readNBytes(size);
            body.write(chunk);
            line();
            if (size == 0) {
                return new Reply(head, body.toByteArray(), true);
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                line.append((char) b);
            }
        } catch (java.net.SocketException e) {
            return "";
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
