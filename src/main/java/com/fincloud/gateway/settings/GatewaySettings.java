package com.fincloud.gateway.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the gateway is told from outside, checked. Defaults stand in {@link Variable}; {@link SettingsReader} reads the
 * variables.
 *
 * @param serviceName name in health, logs and metrics
 * @param version the gateway's version
 * @param managementHosts names by which the management port may be called
 * @param production whether unsafe settings are fatal
 * @param logJson whether a log line is a JSON object
 * @param redisUrl of the limiter
 * @param revocationRedisUrl of the revocations, the same where nothing else is said
 * @param requestTimeout from connecting to the last byte of the response head
 * @param maxCallsPerService calls to one service that may be under way at once, bodies included
 * @param maxRequestBody bytes
 * @param maxConnectionsPerAddress of one client to the client port, 0 for a share of what the heap has room for
 * @param publicPaths what needs no token
 * @param maskedPaths what no log shows
 * @param apiDocsRefresh between two requests for a service's own API document, zero for none
 * @param shutdownDelay how long new requests are served after SIGTERM
 * @param tls certificates, keys and authorities
 * @param unsafe what is set, or left at its default, in a way that is not safe
 * @param services base URLs of the customer's services by name: budget, portfolio, notification
 */
public record GatewaySettings(
        String serviceName,
        String version,
        HostNames managementHosts,
        boolean production,
        boolean logJson,
        Jwt jwt,
        String redisUrl,
        String revocationRedisUrl,
        RateLimit rateLimit,
        List<Cidr> trustedProxies,
        Cors cors,
        Map<String, List<URI>> services,
        Breaker breaker,
        Duration requestTimeout,
        int maxCallsPerService,
        long maxRequestBody,
        int maxConnectionsPerAddress,
        PublicPaths publicPaths,
        MaskedPaths maskedPaths,
        Routes routes,
        Duration apiDocsRefresh,
        Duration shutdownDelay,
        Traces traces,
        Tls tls,
        List<String> unsafe) {

    /** Copies the collections. */
    public GatewaySettings {
        unsafe = List.copyOf(unsafe);
        trustedProxies = List.copyOf(trustedProxies);
        services = new LinkedHashMap<>(services);
    }

    /**
     * How tokens are verified.
     *
     * @param publicKey PEM text or the path of a file, empty for HMAC and with {@code jwksUrl}
     * @param jwksUrl where the issuer publishes its keys, empty for HMAC and with {@code publicKey}
     * @param issuer the {@code iss} to demand, or empty
     * @param audience the {@code aud} to demand, or empty
     * @param clockSkew tolerance for {@code exp}, {@code nbf} and {@code iat}
     */
    public record Jwt(
            String secret,
            String algorithm,
            String publicKey,
            String jwksUrl,
            String issuer,
            String audience,
            Duration clockSkew) {

        /** A record's own text would show the secret. */
        @Override
        public String toString() {
            return "Jwt[algorithm=" + algorithm + "]";
        }
    }

    /** What the limiter does while Redis is away. */
    public enum OnRedisFailure {
        /** Counts with the same algorithm in this process. */
        LOCAL,
        /** Admits every request. */
        OPEN,
        /** Refuses every limited request with 503. */
        CLOSED
    }

    /**
     * Limits of a client: requests in the last 60 s and in the last 3,600 s.
     *
     * @param ipv6Prefix bits of an IPv6 address that tell clients apart, 32 to 128
     */
    public record RateLimit(
            boolean enabled, int perMinute, int perHour, int ipv6Prefix, OnRedisFailure onRedisFailure) {}

    /** Which origins may read answers; {@code anyOrigin} stands for {@code *}. */
    public record Cors(List<String> origins, boolean anyOrigin, boolean allowCredentials) {

        /** Copies the origins. */
        public Cors {
            origins = List.copyOf(origins);
        }
    }

    /** When a service's circuit opens and closes: consecutive failures, wait, trial calls. */
    public record Breaker(int failureThreshold, Duration recoveryTimeout, int successThreshold) {}

    /**
     * Where spans go.
     *
     * @param endpoint base URL of a collector, empty for none
     * @param share of the traces that begin here, 0 to 1
     */
    public record Traces(String endpoint, double share) {}

    /** Where route files are, and whether they are watched. */
    public record Routes(Path directory, boolean reload) {}

    /**
     * Files for TLS.
     *
     * @param clients what clients are shown, and who signs theirs
     * @param http2 whether clients may speak HTTP/2
     * @param backends what https backends are shown, and who signs theirs
     * @param redis what Redis is shown, and who signs its certificate
     */
    public record Tls(PemFiles clients, boolean http2, PemFiles backends, PemFiles redis) {}

    /**
     * Paths of PEM files, each empty where none is set.
     *
     * @param certificate the gateway's own certificate with its chain
     * @param privateKey that certificate's key
     * @param authorities who signs the certificates of the other side
     */
    public record PemFiles(String certificate, String privateKey, String authorities) {

        /** Whether none is set. */
        public boolean isEmpty() {
            return certificate.isEmpty() && authorities.isEmpty();
        }
    }
}
