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
 * TLS to backends, with the authorities and the certificate that the files have when a connection is made; without files with the JDK's
 * authorities and no certificate. Whether a backend's certificate is for its host is always looked at (RFC 9110 section 4.3.4).
 */
public final class BackendTls implements TlsSocketStrategy {

    /** How connections are made with one version of the files, null for the JDK's own. */
    private record Made(@Nullable SslBundle from, TlsSocketStrategy strategy) {}

    private final @Nullable CurrentBundle files;
    private volatile @Nullable Made made;

    private BackendTls(@Nullable CurrentBundle files) {
        this.files = files;
    }

    /** TLS with what the JDK trusts. */
    public static BackendTls ofJdk() {
        return new BackendTls(null);
    }

    /** TLS with what is set for backends. */
    public static BackendTls of(SslBundles bundles) {
        return new BackendTls(CurrentBundle.of(bundles, Peers.BACKENDS));
    }

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        return strategy().upgrade(socket, host, port, attachment, context);
    }

    /** Made when it is first needed: to read what the JDK trusts takes a while, and many gateways have no https backend. */
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
