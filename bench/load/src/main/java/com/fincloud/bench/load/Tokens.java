package com.fincloud.bench.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes access tokens (HS256) as the issuer of our gateway does. */
public final class Tokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long LIFETIME_SECONDS = 86_400;

    private final Mac mac;

    /** Tokens that are signed with {@code secret}. */
    public Tokens(String secret) throws GeneralSecurityException {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }

    /** So many tokens, each of its own, for the users from 1 to {@code users} in turn. */
    public List<String> distinct(int count, int users) {
        List<String> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tokens.add(token(1 + i % users, i));
        }
        return tokens;
    }

    private String token(int user, int id) {
        long now = Instant.now().getEpochSecond();
        String claims =
                "{\"sub\":\"%d\",\"email\":\"user%d@example.com\",\"role\":\"user\",\"type\":\"access\",\"jti\":\"%08x\",\"iat\":%d,\"exp\":%d}"
                        .formatted(user, user, id, now - 60, now + LIFETIME_SECONDS);
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
