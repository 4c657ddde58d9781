package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.apikey.ApiKeyList;
import com.fincloud.gateway.auth.apikey.ApiKeyText;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.configfile.FollowedFile;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.Variable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Identifies machines by their API keys: {@code X-API-Key}, or {@code Authorization: ApiKey …}. The gateway knows the hashes of the keys
 * only. Without a file there are no keys, and {@code X-API-Key} is an ordinary field.
 */
public final class ApiKeys implements AutoCloseable {

    private static final String SCHEME = "apikey";

    private final @Nullable FollowedFile<ApiKeyList> file;
    private final Clock clock;
    private final Revocations revocations;
    private final Map<String, Long> lastUsed = new ConcurrentHashMap<>();

    /**
     * Reads the file of {@code API_KEYS}. A file that is not usable is reported, and no key is valid.
     *
     * @param path the file; empty for none
     */
    public ApiKeys(String path, Clock clock, Revocations revocations) {
        this.file = path.isEmpty()
                ? null
                : new FollowedFile<>(Variable.API_KEYS, Path.of(path), ApiKeyList::read, ApiKeyList.NONE).load();
        this.clock = clock;
        this.revocations = revocations;
    }

    /** Whether there is a file with keys. */
    public boolean isEnabled() {
        return file != null;
    }

    /** Whether a request brings a key in {@code X-API-Key} or in {@code Authorization}. */
    public static boolean isPresented(List<String> keys, List<String> authorization) {
        return !keys.isEmpty() || authorization.stream().anyMatch(ApiKeys::hasScheme);
    }

    /** Whether a value of {@code Authorization} has the scheme {@code ApiKey}. */
    public static boolean hasScheme(String value) {
        int from = blanksEnd(value, 0);
        int end = from + SCHEME.length();
        return value.regionMatches(true, from, SCHEME, 0, SCHEME.length())
                && (end == value.length() || isBlank(value.charAt(end)));
    }

    /**
     * The key of a request.
     *
     * @param keys the values of {@code X-API-Key}
     * @param authorization the values of {@code Authorization}
     * @param address the client's address
     * @throws GatewayException with API_KEY_INVALID, if the request brings more than the key, or the key is not valid now and here
     */
    public ApiKey verify(List<String> keys, List<String> authorization, String address) {
        if (keys.size() + authorization.size() != 1) {
            throw TokenFault.API_KEY_TWICE.refusal(); // a backend or a proxy could choose another one
        }
        String text =
                keys.isEmpty() ? credentials(authorization.get(0)) : keys.get(0).strip();
        FollowedFile<ApiKeyList> known = file;
        if (known == null || !ApiKeyText.isPlausible(text)) {
            throw TokenFault.API_KEY_MALFORMED.refusal();
        }
        ApiKey key = known.current().of(ApiKeyText.sha256(text));
        if (key == null) {
            throw TokenFault.API_KEY_UNKNOWN.refusal();
        }
        Instant now = clock.instant();
        if (key.isExpired(now)) {
            throw TokenFault.API_KEY_EXPIRED.refusal();
        }
        if (!key.allows(address)) {
            throw TokenFault.API_KEY_NETWORK.refusal();
        }
        if (revocations.include(key.revocable())) {
            throw TokenFault.API_KEY_REVOKED.refusal();
        }
        lastUsed.put(key.id(), now.getEpochSecond());
        return key;
    }

    /** Whether the gateway would accept an accepted key again, for a connection that lasts long. The entry in use now decides. */
    public boolean stillAccepts(ApiKey accepted, String address) {
        FollowedFile<ApiKeyList> known = file;
        ApiKey key = known == null ? null : known.current().successor(accepted);
        return key != null
                && !key.isExpired(clock.instant())
                && key.allows(address)
                && !revocations.include(key.revocable());
    }

    /**
     * Refuses a token whose user looks like the caller of a key.
     *
     * @throws GatewayException with TOKEN_SUBJECT
     */
    public static void requireNoKey(Caller caller) {
        if (caller.userId().startsWith(ApiKey.USER_PREFIX)) {
            throw TokenFault.SUBJECT.refusal();
        }
    }

    private static String credentials(String value) {
        return value.substring(Math.min(value.length(), blanksEnd(value, 0) + SCHEME.length()))
                .strip();
    }

    private static int blanksEnd(String value, int from) {
        int index = from;
        while (index < value.length() && isBlank(value.charAt(index))) {
            index++;
        }
        return index;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The keys of the file. */
    public List<ApiKey> all() {
        return file == null ? List.of() : file.current().all();
    }

    /** When a key was last accepted by this process, in seconds since 1970; 0 if it was not. */
    public long lastUsed(String id) {
        return lastUsed.getOrDefault(id, 0L);
    }

    /** Whether a key was revoked. */
    public boolean isRevoked(ApiKey key) {
        return revocations.include(key.revocable());
    }

    /** Calls {@code listener} with the keys whenever the file has changed. */
    public void onChange(Consumer<List<ApiKey>> listener) {
        if (file != null) {
            file.onChange(list -> listener.accept(list.all()));
        }
    }

    /** The followed file; null if there is none. */
    public @Nullable FollowedFile<?> file() {
        return file;
    }

    /** Follows the file until {@link #close}. */
    public void watch() {
        if (file != null) {
            file.watch();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
