package com.fincloud.gateway.auth.apikey;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.settings.value.Cidr;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of the file with keys. Several entries may have one name: while a key is replaced, the old key and the new one are valid. */
public final class ApiKey {

    /** The beginning of a caller's {@code X-User-ID}, before the name of its key. */
    public static final String USER_PREFIX = "key:";

    /** The length of {@link #id}. */
    private static final int ID_LENGTH = 8;

    private final String name;
    private final byte[] sha256;
    private final String id;
    private final Caller caller;
    private final @Nullable String plan;
    private final @Nullable Instant expires;
    private final List<Cidr> networks;
    private final RevocableToken revocable;

    ApiKey(
            String name,
            byte[] sha256,
            List<String> roles,
            @Nullable String plan,
            @Nullable Instant expires,
            List<Cidr> networks) {
        String hex = HexFormat.of().formatHex(sha256);
        this.name = name;
        this.sha256 = sha256.clone();
        this.id = hex.substring(0, ID_LENGTH);
        this.caller = new Caller(USER_PREFIX + name, "", roles);
        this.plan = plan;
        this.expires = expires;
        this.networks = List.copyOf(networks);
        this.revocable = RevocableToken.ofKey(hex, caller.userId());
    }

    /** The name in the file. */
    public String name() {
        return name;
    }

    /** The first characters of the key's hash, which tell two keys of one name apart. */
    public String id() {
        return id;
    }

    /** The caller that the key identifies: {@code key:billing}. */
    public Caller caller() {
        return caller;
    }

    /** The plan of its caller; null if the entry names none. */
    public @Nullable String plan() {
        return plan;
    }

    /** By what a revocation can name it. */
    public RevocableToken revocable() {
        return revocable;
    }

    /** The key's SHA-256; not a copy. */
    byte[] hash() {
        return sha256;
    }

    /** Whether a hash is this key's. The time does not depend on where the hashes differ. */
    boolean has(byte[] hash) {
        return MessageDigest.isEqual(sha256, hash);
    }

    /** Whether the key has expired at {@code now}. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** Whether the key may be used from an address. */
    public boolean allows(String address) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
    }
}
