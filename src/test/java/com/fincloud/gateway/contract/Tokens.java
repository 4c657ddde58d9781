package com.fincloud.gateway.contract;

import com.fincloud.gateway.auth.TestSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs access tokens as FinCloud's sign-in does. */
final class Tokens {

    /** The gateway's default secret. */
    static final String SECRET = "your-secret-key-change-in-production";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    /** An {@code Authorization} header of user {@code id} with {@code role}. */
    static String bearer(long id, String role) {
        return "Authorization: Bearer " + access(id, role);
    }

    /** An {@code Authorization} header of user 42. */
    static String bearer() {
        return bearer(42, "user");
    }

    static String access(long id, String role) {
        return sign(claims(id, role));
    }

    /** A token that an issuer with another secret signs. */
    static String access(long id, String role, String secret) {
        return sign("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims(id, role), secret);
    }

    private static String claims(long id, String role) {
        long now = Instant.now().getEpochSecond();
        return """
                {"sub":"%d","email":"user%d@fincloud.example","role":"%s","type":"access","iat":%d,"exp":%d}"""
                .formatted(id, id, role, now, now + 600);
    }

    /** Signs any header and claims with a key pair's private key. */
    static String sign(String header, String claims, TestSigner signer) {
        String content = content(header, claims);
        return content + "." + BASE64.encodeToString(signer.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String content(String header, String claims) {
        return BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }

    /** Signs any claims with HS256 and the default secret. */
    static String sign(String claims) {
        return sign("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims);
    }

    static String sign(String header, String claims) {
        return sign(header, claims, SECRET);
    }

    private static String sign(String header, String claims, String secret) {
        String content = content(header, claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
