package com.fincloud.gateway.demo;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Ends access tokens before they expire, by the command of {@code docs/revocation.md}. */
final class Revoker {

    private static final String REVOKE =
            "redis.call('XADD', KEYS[1], '*', unpack(ARGV)) return redis.call('PUBLISH', KEYS[1], '')";
    private static final String[] STREAM = {"gateway:revoked"};
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final String redisUrl;
    private final Clock clock;

    /** Writes to the gateway's Redis, a single server. */
    Revoker(String redisUrl, Clock clock) {
        this.redisUrl = redisUrl;
        this.clock = clock;
    }

    /** Ends one token, which expires at {@code expiry}. */
    void endToken(String id, Instant expiry) {
        write("jti", id, "exp", Long.toString(expiry.getEpochSecond()));
    }

    /**
     * Ends all tokens of a user that were issued until now. It returns when the second is over: a token that is issued in it could not
     * be told from those that it ends.
     */
    void endTokensOf(long user, Duration longestLifetime) {
        Instant now = clock.instant();
        long second = now.getEpochSecond();
        write(
                "user",
                Long.toString(user),
                "iat",
                Long.toString(second),
                "exp",
                Long.toString(second + longestLifetime.toSeconds()));
        try {
            Thread.sleep(
                    Duration.between(now, Instant.ofEpochSecond(second + 1)).toMillis() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String... fields) {
        RedisURI uri = RedisURI.create(redisUrl);
        uri.setTimeout(TIMEOUT);
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> redis = client.connect()) {
            redis.sync().eval(REVOKE, ScriptOutputType.INTEGER, STREAM, fields);
        } catch (RedisException e) {
            throw new Problem(503, "Logging out is not possible now: Redis does not answer");
        } finally {
            client.shutdown(Duration.ZERO, TIMEOUT);
        }
    }
}
