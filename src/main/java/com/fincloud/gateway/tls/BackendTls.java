package com.fincloud.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * TLS to backends. A new connection uses the current authorities and certificate of the files; without files it uses the JDK's authorities
 * and no client certificate. The host name in a backend's certificate is always checked (RFC 9110 section 4.3.4).
 */
public final class BackendTls implements TlsSocketStrategy {

    /** The connection strategies for one version of the files; null for the JDK's authorities. */
    private record Made(@Nullable SslBundle from, TlsSocketStrategy strategy, TlsSocketStrategy offeringHttp2) {}

    /** Lets the backend choose HTTP/2. */
    private static final class OfferingHttp2 extends DefaultClientTlsStrategy {

        OfferingHttp2(SSLContext tls) {
            super(tls);
        }

        @Override
        protected void initializeSocket(SSLSocket socket) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
        }
    }

    private final @Nullable CurrentBundle files;
    private volatile @Nullable Made made;

    private BackendTls(@Nullable CurrentBundle files) {
        this.files = files;
    }

    /** TLS with the JDK's authorities. */
    public static BackendTls ofJdk() {
        return new BackendTls(null);
    }

    /** TLS with the authorities that the settings name for the issuers of tokens, instead of backends. */
    public static BackendTls ofKeySets(SslBundles bundles) {
        return new BackendTls(CurrentBundle.of(bundles, Peers.KEY_SETS));
    }

    /** TLS with the files that the settings name for backends. */
    public static BackendTls of(SslBundles bundles) {
        return new BackendTls(CurrentBundle.of(bundles, Peers.BACKENDS));
    }

    /** Makes a socket of TLS. With the attachment {@link HttpVersionPolicy#NEGOTIATE} it offers HTTP/2 and HTTP/1.1 (RFC 7301). */
    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        Made current = current();
        TlsSocketStrategy strategy =
                attachment == HttpVersionPolicy.NEGOTIATE ? current.offeringHttp2() : current.strategy();
        return strategy.upgrade(socket, host, port, null, context);
    }

    /**
     * The strategy for the current files. It is created on first use, because reading the JDK's authorities takes time, and many gateways
     * have no https backend.
     */
    private Made current() {
        SslBundle now = files == null ? null : files.get();
        Made known = made;
        if (known == null || known.from() != now) {
            SSLContext tls = now == null ? SSLContexts.createDefault() : now.createSslContext();
            known = new Made(now, new DefaultClientTlsStrategy(tls), new OfferingHttp2(tls));
            made = known;
        }
        return known;
    }
}
