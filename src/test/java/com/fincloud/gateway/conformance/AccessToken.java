package com.fincloud.gateway.conformance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token that the gateway accepts with its default secret. */
final class AccessToken {

    private static final String SECRET = "your-secret-key-change-in-production";

    private AccessToken() {}

    static String ofUser42() {
        long now = Instant.now().getEpochSecond();
        String content = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + encode("{\"sub\":\"42\",\"type\":\"access\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
