package com.fincloud.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * TLS to backends. A new connection uses the current authorities and certificate of the files; without files it uses the JDK's authorities
 * and no client certificate. The host name in a backend's certificate is always checked (RFC 9110 section 4.3.4).
 */
public final class BackendTls implements TlsSocketStrategy {

    /** The connection strategy for one version of the files; null for the JDK's authorities. */
    private record Made(@Nullable SslBundle from, TlsSocketStrategy strategy) {}

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

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        return strategy().upgrade(socket, host, port, attachment, context);
    }

    /**
     * The strategy for the current files. It is created on first use, because reading the JDK's authorities takes time, and many gateways
     * have no https backend.
     */
    private TlsSocketStrategy strategy() {
        SslBundle now = files == null ? null : files.get();
        Made known = made;
        if (known == null || known.from() != now) {
            known = new Made(
                    now,
                    now == null
                            ? DefaultClientTlsStrategy.createDefault()
                            : new DefaultClientTlsStrategy(now.createSslContext()));
            made = known;
        }
        return known.strategy();
    }
}
