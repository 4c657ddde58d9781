package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.RedisOptions;
import java.time.Duration;

/** The variables with a Redis URL: for the limiter, and for revocations. By default both use the same Redis. */
final class RedisVariables {

    private final Inputs inputs;

    RedisVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** The URL of the limiter's Redis. */
    String limits() {
        return url(Variable.REDIS_URL);
    }

    /**
     * The URL of the Redis with revocations. Clients fill the limiter's Redis with their windows. A full Redis accepts no revocation, and a
     * Redis that evicts loses revocations.
     */
    String revocations(boolean production) {
        String limits = inputs.text(Variable.REDIS_URL);
        String own = inputs.text(Variable.REVOCATION_REDIS_URL);
        boolean shared = own.isEmpty() || servers(own).equals(servers(limits));
        if (production && shared) {
            inputs.warn(
                    Variable.REVOCATION_REDIS_URL,
                    "revocations share the limiter's Redis, which clients can fill: give them one of their own");
        }
        return own.isEmpty() ? limits : url(Variable.REVOCATION_REDIS_URL);
    }

    /** What holds for both. */
    RedisOptions options() {
        boolean sentinels = inputs.text(Variable.REDIS_URL).startsWith("redis-sentinel:")
                || inputs.text(Variable.REVOCATION_REDIS_URL).startsWith("redis-sentinel:");
        String password = inputs.text(Variable.REDIS_SENTINEL_PASSWORD);
        if (!password.isEmpty() && !sentinels) {
            inputs.reject(Variable.REDIS_SENTINEL_PASSWORD, "REDIS_URL is not redis-sentinel://");
        }
        return new RedisOptions(password, Duration.ofMillis(inputs.integer(Variable.REDIS_TIMEOUT, 50, 250)));
    }

    /** The URL without passwords, databases and options, because all databases of a server share its memory. */
    private static String servers(String url) {
        return url.replaceAll("://[^/,]*@", "://")
                .replaceAll("/\\d*(?=[,?#]|$)", "")
                .replaceAll("[?#].*$", "");
    }

    private String url(Variable variable) {
        String credentials = "(([\\w.~!$&'()*+;=:-]++|%[0-9a-fA-F]{2})*+@)?";
        String port = "(:(\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?";
        String address = "\\[[0-9a-fA-F:]+]";
        // Lettuce misreads the port after a host name with an underscore, except for a sentinel.
        String node = "rediss?://" + credentials + "(" + address + "|[A-Za-z0-9.-]+)" + port + "(/\\d{0,4})?";
        String host = "(" + address + "|[\\w.-]+)" + port;
        String sentinel =
                "redis-sentinel://" + credentials + host + "(," + host + ")*(/\\d{0,4})?(\\?[^#\\s]*)?#[^\\s#]+";
        return inputs.matching(variable, node + "(," + node + ")*|" + sentinel);
    }
}
