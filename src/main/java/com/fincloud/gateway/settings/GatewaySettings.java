package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.value.Cidr;
import com.fincloud.gateway.settings.value.HostNames;
import com.fincloud.gateway.settings.value.MaskedPaths;
import com.fincloud.gateway.settings.value.PublicPaths;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checked settings of the gateway. {@link Variable} has the defaults; {@link SettingsReader} reads the variables.
 *
 * @param serviceName name in health, logs and metrics
 * @param version the gateway's version
 * @param managementHosts accepted values of {@code Host} on the management port
 * @param production whether unsafe settings are fatal
 * @param logJson whether a log line is a JSON object
 * @param apiKeys the path of the file with API keys; empty for none
 * @param redisUrl URL of the limiter's Redis
 * @param redisOptions what holds for each Redis
 * @param revocationRedisUrl URL of the Redis with revocations; by default the limiter's
 * @param requestTimeout time from connecting to the last byte of the response head
 * @param maxConnectionAge maximum age of a connection to a backend; an older one serves no further request
 * @param nameAge time after which the name of a service's host is looked up again
 * @param maxCallsPerService maximum number of upstream requests in flight to one service; a request counts until its response body is read
 * @param maxRequestBody maximum length of a request body in bytes
 * @param bodies bodies that routes read
 * @param maxConnectionsPerAddress maximum number of connections of one client to the client port; 0 means a share of the heap's capacity
 * @param clients the connections of clients
 * @param publicPaths paths that need no token
 * @param maskedPaths paths whose secrets no log shows
 * @param apiDocsRefresh time between two fetches of a service's API document; zero disables them
 * @param shutdownDelay time for which new requests are still served after SIGTERM
 * @param tls certificates, keys and authorities
 * @param unsafe warnings about settings, or defaults, that are not safe
 * @param services base URLs of the customer's services by name: budget, portfolio, notification
 */
public record GatewaySettings(
        String serviceName,
        String version,
        HostNames managementHosts,
        boolean production,
        boolean logJson,
        Jwt jwt,
        String apiKeys,
        String redisUrl,
        String revocationRedisUrl,
        RedisOptions redisOptions,
        RateLimit rateLimit,
        List<Cidr> trustedProxies,
        Cors cors,
        Map<String, List<URI>> services,
        Breaker breaker,
        Duration requestTimeout,
        Duration maxConnectionAge,
        Duration nameAge,
        int maxCallsPerService,
        long maxRequestBody,
        Bodies bodies,
        int maxConnectionsPerAddress,
        Clients clients,
        PublicPaths publicPaths,
        MaskedPaths maskedPaths,
        Routes routes,
        Duration apiDocsRefresh,
        Duration shutdownDelay,
        TraceSettings traces,
        Tls tls,
        List<String> unsafe) {

    /** Copies the collections. */
    public GatewaySettings {
        unsafe = List.copyOf(unsafe);
        trustedProxies = List.copyOf(trustedProxies);
        services = new LinkedHashMap<>(services);
    }

    /**
     * The verification of tokens.
     *
     * @param publicKey PEM text or the path of a file; empty for HMAC and with {@code jwksUrl}
     * @param jwksUrl URL of the issuer's key set; empty for HMAC and with {@code publicKey}
     * @param issuer the required {@code iss}, or empty
     * @param audience the required {@code aud}, or empty
     * @param clockSkew tolerance for {@code exp}, {@code nbf} and {@code iat}
     * @param claims where the caller stands in a token
     * @param issuers path of the file with the issuers, which replaces the issuer of the other components; empty for none
     * @param proxy http URL of the proxy for key sets; empty for none
     */
    public record Jwt(
            String secret,
            String algorithm,
            String publicKey,
            String jwksUrl,
            String issuer,
            String audience,
            Duration clockSkew,
            Claims claims,
            String issuers,
            String proxy) {

        /** Does not show the secret, unlike the default text of a record. */
        @Override
        public String toString() {
            return "Jwt[algorithm=" + algorithm + "]";
        }
    }

    /**
     * The claims from which the gateway reads the caller. Each is a top-level name, or a JSON Pointer (RFC 6901) with a slash in front.
     *
     * @param user the claim with the user's id
     * @param textUser whether an id is any visible text, and not an integer
     * @param email the claim with the email
     * @param roles the claim with the roles; empty means FinCloud's, which has one role
     * @param type the claim that tells access tokens from others; empty if there is none
     * @param typeValue the value of {@code type} in an access token
     * @param access without {@code type}: claims of which an access token has one and other tokens have none
     */
    public record Claims(
            String user,
            boolean textUser,
            String email,
            String roles,
            String type,
            String typeValue,
            List<String> access) {

        /** The claims of FinCloud's own tokens. */
        public static final Claims FINCLOUD = new Claims("sub", false, "email", "", "type", "access", List.of());

        /** Copies the list. */
        public Claims {
            access = List.copyOf(access);
        }
    }

    /**
     * What holds for each Redis.
     *
     * @param sentinelPassword the password of the sentinels; empty if they have none, or the URL's
     * @param timeout the longest time for which a request waits for the limiter's Redis
     */
    public record RedisOptions(String sentinelPassword, Duration timeout) {

        /** Does not show the password. */
        @Override
        public String toString() {
            return "RedisOptions[timeout=" + timeout + "]";
        }
    }

    /** What the limiter does while Redis is unavailable. */
    public enum OnRedisFailure {
        /** Counts with the same algorithm in this process. */
        LOCAL,
        /** Admits every request. */
        OPEN,
        /** Refuses every limited request with 503. */
        CLOSED
    }

    /**
     * The limits of a client: requests in the last 60 s and in the last 3,600 s.
     *
     * @param ipv6Prefix the prefix length that identifies an IPv6 client, 32 to 128 bits
     * @param plans the path of the file with plans; empty for none
     * @param showCallers whether the console names refused callers; otherwise it has their hashes
     */
    public record RateLimit(
            boolean enabled,
            int perMinute,
            int perHour,
            int ipv6Prefix,
            String plans,
            boolean showCallers,
            OnRedisFailure onRedisFailure) {}

    /** The origins that may read responses; {@code anyOrigin} means {@code *}. */
    public record Cors(List<String> origins, boolean anyOrigin, boolean allowCredentials) {

        /** Copies the origins. */
        public Cors {
            origins = List.copyOf(origins);
        }
    }

    /**
     * The circuit breaker of a service.
     *
     * @param failureThreshold consecutive failures that open it, and that leave out an instance of several
     * @param recoveryTimeout waiting time
     * @param successThreshold successful trial calls that close it
     * @param failureStatuses the statuses that count as a failure
     */
    public record Breaker(
            int failureThreshold, Duration recoveryTimeout, int successThreshold, Set<Integer> failureStatuses) {

        /** Copies the statuses. */
        public Breaker {
            failureStatuses = Set.copyOf(failureStatuses);
        }

        /** Creates the settings with the default statuses. */
        public Breaker(int failureThreshold, Duration recoveryTimeout, int successThreshold) {
            this(failureThreshold, recoveryTimeout, successThreshold, Set.of(500, 502, 503, 504));
        }
    }

    /**
     * Bodies that routes read, and that are kept so that they can be read again.
     *
     * @param spoolDirectory the directory for the parts that are not kept in memory
     * @param spoolMax maximum length of all these files together in bytes
     * @param answerMax maximum length of an answer of a backend that is kept, in bytes
     */
    public record Bodies(Path spoolDirectory, long spoolMax, long answerMax) {}

    /**
     * The connections of clients.
     *
     * @param idleTimeout time for which a connection may wait for its next request
     * @param halfCloseTimeout longest time without a write to a client that has closed its sending half; zero ends its request at once
     */
    public record Clients(Duration idleTimeout, Duration halfCloseTimeout, WebSockets webSockets) {}

    /**
     * The limits of WebSockets.
     *
     * @param idleTimeout longest time without a byte
     * @param max maximum number of WebSockets
     * @param maxPerUser maximum number of WebSockets of one user, or of one address without a user
     */
    public record WebSockets(Duration idleTimeout, int max, int maxPerUser) {}

    /**
     * Where routes come from.
     *
     * @param directory the directory of route files
     * @param reload whether it is watched
     * @param extensions the directory of extensions
     */
    public record Routes(Path directory, boolean reload, Path extensions) {}

    /**
     * The files for TLS.
     *
     * @param clients the gateway's certificate for clients, and the authorities for client certificates
     * @param http2 whether clients may speak HTTP/2, which needs a certificate for clients
     * @param backends the gateway's client certificate for https backends, and the authorities for backend certificates
     * @param redis the gateway's client certificate for Redis, and the authorities for Redis's certificate
     * @param keySets the authorities for the certificates of issuers
     */
    public record Tls(PemFiles clients, boolean http2, PemFiles backends, PemFiles redis, PemFiles keySets) {}

    /**
     * Paths of PEM files; empty if not configured.
     *
     * @param certificate the gateway's own certificate with its chain
     * @param privateKey the certificate's private key
     * @param authorities the authorities for the peer's certificates
     */
    public record PemFiles(String certificate, String privateKey, String authorities) {

        /** Whether no file is configured. */
        public boolean isEmpty() {
            return certificate.isEmpty() && authorities.isEmpty();
        }
    }
}
