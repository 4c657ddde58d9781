package com.fincloud.gateway.redis;

import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslManagerBundle;

/** TLS to Redis for {@code rediss} URLs: the trusted authorities and the gateway's certificate. */
@FunctionalInterface
public interface RedisTls {

    /** Trusts the JDK's authorities, without a client certificate. */
    RedisTls OF_JDK = () -> null;

    /** The options for a new connection; null for {@link #OF_JDK}. */
    @Nullable
    SslManagerBundle now();

    /** The same for a Lettuce client, which reads the options for each new connection. */
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
