package com.fincloud.gateway.upstream.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Connects to a backend, over TLS if its URL is {@code https}. */
final class BackendConnector extends DefaultHttpClientConnectionOperator {

    BackendConnector(TlsSocketStrategy tls) {
        super(
                proxy -> SocketChannel.open().socket(),
                null,
                null,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", tls)
                        .build());
    }

    /**
     * Connects, and throws {@link ConnectException} for any socket failure before the connection is established. A backend that stops at
     * this moment resets the connection, and the JDK reports this like a reset in the middle of a request.
     */
    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint endpoint,
            @Nullable Path unixSocket,
            @Nullable InetSocketAddress local,
            Timeout timeout,
            SocketConfig config,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        try {
            super.connect(connection, host, endpoint, unixSocket, local, timeout, config, attachment, context);
        } catch (ConnectException e) {
            throw e;
        } catch (SocketException e) {
            throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
        }
    }
}
