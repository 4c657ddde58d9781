package com.fincloud.gateway.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The names under which operators see callers. Usually a name is a hash with a key that only this process has: without the key nobody can
 * find a user by hashing all ids, and the names of two processes or two days cannot be compared.
 */
final class CallerNames {

    /** A name, and what kind of caller has it: {@code user}, {@code key} or {@code address}. */
    record Name(String kind, String text) {}

    private static final String HMAC = "HmacSHA256";
    private static final String KEY = "user:key:";
    private static final String USER = "user:";

    /** The longest name that is shown as it is. A user's id may be as long as a token. */
    private static final int LONGEST = 100;

    /** The bytes of a hash that are shown: enough to tell the callers of a list apart. */
    private static final int BYTES = 6;

    private final boolean shown;
    private final SecretKeySpec key;

    /**
     * Creates the names.
     *
     * @param shown whether callers have their own names
     * @param secret the key of the hashes
     */
    CallerNames(boolean shown, byte[] secret) {
        this.shown = shown;
        this.key = new SecretKeySpec(secret, HMAC);
    }

    /** Whether callers have their own names. */
    boolean shown() {
        return shown;
    }

    /**
     * The name of a caller.
     *
     * @param caller {@code user:42}, {@code user:key:billing} or {@code addr:192.0.2.7}
     */
    Name of(String caller) {
        if (caller.startsWith(KEY)) {
            return new Name("key", text(caller, KEY.length()));
        }
        boolean user = caller.startsWith(USER);
        return new Name(user ? "user" : "address", text(caller, caller.indexOf(':') + 1));
    }

    private String text(String caller, int from) {
        if (!shown) {
            return hash(caller);
        }
        return caller.length() - from <= LONGEST
                ? caller.substring(from)
                : caller.substring(from, from + LONGEST) + "…" + hash(caller);
    }

    private String hash(String caller) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(caller.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
