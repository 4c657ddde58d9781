package com.fincloud.gateway.upstream.client.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.hc.client5.http.socket.LayeredConnectionSocketFactory;
import org.apache.hc.client5.http.socket.PlainConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** TLS to backends in the form that Camel's own {@code https:} endpoints accept (Camel 4.17 still uses HttpClient's older interface). */
@SuppressWarnings("deprecation")
public final class EndpointTls extends PlainConnectionSocketFactory implements LayeredConnectionSocketFactory {

    private final TlsSocketStrategy tls;

    public EndpointTls(TlsSocketStrategy tls) {
        this.tls = tls;
    }

    @Override
    public Socket connectSocket(
            TimeValue timeout,
            @Nullable Socket socket,
            HttpHost host,
            InetSocketAddress remote,
            @Nullable InetSocketAddress local,
            HttpContext context)
            throws IOException {
        Socket connected = super.connectSocket(timeout, socket, host, remote, local, context);
        return createLayeredSocket(connected, host.getHostName(), remote.getPort(), context);
    }

    @Override
    public Socket createLayeredSocket(Socket socket, String host, int port, HttpContext context) throws IOException {
        return tls.upgrade(socket, host, port, null, context);
    }
}
