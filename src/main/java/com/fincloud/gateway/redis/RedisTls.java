package com.fincloud.gateway.redis;

import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslManagerBundle;

/** Who is trusted to be Redis where its URL is {@code rediss}, and what it is shown. */
@FunctionalInterface
public interface RedisTls {

    /** Whom the JDK trusts is trusted, and nothing is shown. */
    RedisTls OF_JDK = () -> null;

    /** What counts for a connection that is made now, null for {@link #OF_JDK}. */
    @Nullable
    SslManagerBundle now();

    /** The same for a client, which asks anew for each connection. */
    default SslOptions options() {
        return SslOptions.builder()
                .jdkSslProvider()
                .sslContext(context -> {
                    SslManagerBundle managers = now();
                    if (managers != null) {
                        context.trustManager(managers.getTrustManagerFactory())
                                .keyManager(managers.getKeyManagerFactory());
                    }
                })
                .build();
    }
}
