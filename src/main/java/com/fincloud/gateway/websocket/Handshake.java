package com.fincloud.gateway.websocket;

import com.fincloud.gateway.http.header.RequestFields;
import com.fincloud.gateway.settings.value.Values;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one WebSocket. It holds the place of the WebSocket among all, and later the backend's connection, until the client's
 * connection takes both over or the request ends without that.
 */
public final class Handshake {

    private final String key;
    private final Subprotocols protocols;
    private final WebSockets.Place place;
    private final BooleanSupplier permitted;
    private final WebSocketLabels labels;
    private @Nullable TunnelEnd backend;

    /**
     * Creates the handshake of a request that has passed all checks.
     *
     * @param permitted whether the caller is still permitted to use the WebSocket
     */
    public Handshake(
            String key,
            Subprotocols protocols,
            WebSockets.Place place,
            BooleanSupplier permitted,
            WebSocketLabels labels) {
        this.key = key;
        this.protocols = protocols;
        this.place = place;
        this.permitted = permitted;
        this.labels = labels;
    }

    /** Whether a request asks for a WebSocket (RFC 6455 section 4.2.1). */
    public static boolean isRequested(String method, RequestFields fields) {
        return method.equals("GET")
                && contains(fields.all("upgrade"), "websocket")
                && contains(fields.all("connection"), "upgrade");
    }

    private static boolean contains(List<String> fields, String token) {
        return fields.stream()
                .flatMap(field -> Values.list(field).stream())
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).equals(token));
    }

    /**
     * Whether a backend's 101 is an answer to this handshake (RFC 6455 section 4.1).
     *
     * @param upgrade the values of {@code Upgrade}, and so on
     */
    public boolean isAnsweredBy(
            List<String> upgrade, List<String> connection, List<String> accept, List<String> protocol) {
        return contains(upgrade, "websocket")
                && contains(connection, "upgrade")
                && accept.equals(List.of(WebSocketKey.accept(key)))
                && (protocol.isEmpty()
                        || (protocol.size() == 1 && protocols.offered().contains(protocol.get(0))));
    }

    /**
     * Keeps the backend's connection, of which {@code early} bytes were already read.
     *
     * @throws IOException if the gateway has no resources for the connection; then it is closed
     */
    public void accepted(Socket socket, byte[] early) throws IOException {
        accepted(socket, early, Pipe::open);
    }

    void accepted(Socket socket, byte[] early, BridgedEnd.Pipes pipes) throws IOException {
        SocketChannel channel = socket.getChannel();
        try {
            // A TLS socket has the channel of the encrypted bytes.
            backend = channel == null || socket instanceof SSLSocket
                    ? BridgedEnd.take(socket, early, pipes)
                    : new ChannelEnd(channel, early);
        } catch (IOException | RuntimeException | Error e) {
            BridgedEnd.close(socket);
            throw e;
        }
    }

    /** Whether the backend has accepted the handshake. */
    public boolean isAccepted() {
        return backend != null;
    }

    /** The subprotocol that the answer names if the backend names none; null for none. A browser would not accept an answer without. */
    public @Nullable String ownProtocol() {
        return protocols.bearer() ? Subprotocols.BEARER : null;
    }

    /** The client's connection has got the answer, and takes the WebSocket over when it is ready. */
    public Opening opening() {
        TunnelEnd end = backend;
        if (end == null) {
            throw new IllegalStateException("the backend has not accepted");
        }
        backend = null;
        return place.opening(end, permitted, labels);
    }

    /** Closes what the client's connection has not taken over. */
    public void abandon() {
        TunnelEnd end = backend;
        if (end != null) {
            end.reset();
            backend = null;
        }
        place.abandon();
    }
}
