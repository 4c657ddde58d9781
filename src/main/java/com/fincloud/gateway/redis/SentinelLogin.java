package com.fincloud.gateway.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway tells sentinels to be let in: a user and a password, or nothing.
 *
 * @param user null for the default user
 * @param password null for nothing at all
 */
record SentinelLogin(@Nullable String user, @Nullable String password) {

    static final SentinelLogin NONE = new SentinelLogin(null, null);

    /**
     * The logins to try, in their order: with {@code REDIS_SENTINEL_PASSWORD} only that one; otherwise the login of the URL, then its
     * password alone, because sentinels often have the password of the servers and no users, and then nothing.
     */
    static List<SentinelLogin> candidates(RedisURI uri, String sentinelPassword) {
        if (!sentinelPassword.isEmpty()) {
            return List.of(new SentinelLogin(null, sentinelPassword));
        }
        List<SentinelLogin> candidates = new ArrayList<>();
        RedisCredentials credentials =
                uri.getCredentialsProvider().resolveCredentials().block();
        if (credentials != null && credentials.hasPassword()) {
            String password = String.valueOf(credentials.getPassword());
            if (credentials.hasUsername()) {
                candidates.add(new SentinelLogin(credentials.getUsername(), password));
            }
            candidates.add(new SentinelLogin(null, password));
        }
        candidates.add(NONE);
        return candidates;
    }

    /** Sets the login for each sentinel of a URL. */
    void setIn(RedisURI uri) {
        RedisCredentialsProvider provider =
                RedisCredentialsProvider.from(() -> RedisCredentials.just(user, password == null ? null : password));
        uri.getSentinels().forEach(sentinel -> sentinel.setCredentialsProvider(provider));
    }

    /** Does not show the password. */
    @Override
    public String toString() {
        return "SentinelLogin[]";
    }
}
