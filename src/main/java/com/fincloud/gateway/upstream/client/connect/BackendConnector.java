package com.fincloud.gateway.upstream.client.connect;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;

/** Connects to a backend, over TLS if its URL is {@code https}. */
public final class BackendConnector {

    /** The maximum wait for a look-up. While old addresses are known, the wait is shorter, and they are used. */
    private static final long LOOK_UP_MILLIS = 5000;

    private static final long LOOK_UP_AGAIN_MILLIS = 1000;

    private final TlsSocketStrategy tls;
    private final AddressCache names;
    private final AddressOrder order = new AddressOrder(System::nanoTime);

    public BackendConnector(TlsSocketStrategy tls, AddressCache names) {
        this.tls = tls;
        this.names = names;
    }

    /**
     * Connects, and throws {@link ConnectException} for any socket failure before the connection is established. A backend that stops at
     * this moment resets the connection, and the JDK reports this like a reset in the middle of a request.
     *
     * @param timeout the maximum time until an address accepts, without the look-up of the name
     * @throws UnknownHostException if the name has no address
     * @throws ConnectTimeoutException if no address accepts in time
     */
    public void connect(HttpHost host, Duration timeout, Opening opening) throws IOException {
        connect(host, timeout, opening, HttpVersionPolicy.FORCE_HTTP_1);
    }

    /** The same; over TLS {@code versions} tells whether HTTP/2 is offered. */
    public void connect(HttpHost host, Duration timeout, Opening opening, HttpVersionPolicy versions)
            throws IOException {
        try {
            int port = DefaultSchemePortResolver.INSTANCE.resolve(host);
            Socket socket = open(host.getHostName(), port, timeout, opening).socket();
            opening.bind(socket);
            if ("https".equals(host.getSchemeName())) {
                opening.bind(
                        tls.upgrade(socket, host.getHostName(), port, versions, HttpClientContext.create()), socket);
            }
        } catch (ConnectException e) {
            throw e;
        } catch (SocketException e) {
            throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
        } catch (ClosedSelectorException e) {
            throw aborted();
        }
    }

    private SocketChannel open(String name, int port, Duration timeout, Opening opening) throws IOException {
        if (isAddress(name)) {
            return connectTo(new InetSocketAddress(InetAddress.getAllByName(name)[0], port), timeout, opening);
        }
        ResolvedName resolved = names.name(name);
        List<InetAddress> addresses = await(name, resolved, opening);
        try (ConnectionRace race = new ConnectionRace(
                order.of(addresses, port),
                () -> resolved.addressesAnew().thenApply(found -> order.of(found, port)),
                order,
                opening)) {
            return race.connect(timeout);
        }
    }

    private static SocketChannel connectTo(InetSocketAddress address, Duration timeout, Opening opening)
            throws IOException {
        SocketChannel channel = TcpOptions.open();
        try {
            opening.waitsFor(channel);
            channel.socket().connect(address, (int) timeout.toMillis());
            return channel;
        } catch (SocketTimeoutException e) {
            channel.close();
            throw new ConnectTimeoutException(e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** The addresses of the name: looked up lately, or the last known ones if the look-up takes long. */
    private static List<InetAddress> await(String name, ResolvedName resolved, Opening opening) throws IOException {
        CompletableFuture<List<InetAddress>> lookup = resolved.addresses();
        CompletableFuture<List<InetAddress>> wait = lookup.isDone() ? lookup : lookup.copy();
        if (!wait.isDone()) {
            opening.waitsFor(() -> wait.cancel(false));
        }
        List<InetAddress> known = resolved.known();
        try {
            return wait.get(known.isEmpty() ? LOOK_UP_MILLIS : LOOK_UP_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (UnknownHostException) new UnknownHostException(name).initCause(e.getCause());
        } catch (TimeoutException e) {
            if (known.isEmpty()) {
                throw new UnknownHostException(name + ": the look-up takes too long");
            }
            return known;
        } catch (CancellationException e) {
            throw aborted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw aborted();
        }
    }

    /** Whether a URL's host is an IP address: one of IPv6 has brackets, and one of IPv4 has no letters. */
    private static boolean isAddress(String name) {
        if (name.startsWith("[") || name.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static InterruptedIOException aborted() {
        return new RequestAborted();
    }
}
