package com.fincloud.gateway.ratelimit.redis;

import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The limiter's script, {@code window.lua}, and the digest under which Redis caches it. */
final class WindowScript {

    static final String TEXT = text();
    static final String DIGEST = Base16.digest(TEXT.getBytes(StandardCharsets.UTF_8));

    private WindowScript() {}

    private static String text() {
        try (InputStream script = WindowScript.class.getResourceAsStream("window.lua")) {
            if (script == null) {
                throw new IllegalStateException("window.lua is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
