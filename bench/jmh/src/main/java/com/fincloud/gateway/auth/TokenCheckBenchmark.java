package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.settings.GatewaySettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The check of an HS256 token: of one that is remembered, and of one that is not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenCheckBenchmark {

    private static final String SECRET = "bench-secret-of-at-least-thirty-two-bytes";

    /** Three times as many as are remembered, so that each is forgotten before its turn comes again. */
    private static final int TOKENS = 30_000;

    private final List<List<String>> headers = new ArrayList<>();
    private final JwtVerifier verifier =
            new JwtVerifier(new GatewaySettings.Jwt(SECRET, "HS256", "", "", "", "", Duration.ZERO, GatewaySettings.Claims.FINCLOUD, "", ""), Clock.systemUTC());
    private int next;

    /** Makes the tokens. */
    @Setup(Level.Trial)
    public void sign() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        long now = Instant.now().getEpochSecond();
        for (int i = 1; i <= TOKENS; i++) {
            String claims =
                    "{\"sub\":\"%d\",\"email\":\"user%d@example.com\",\"role\":\"user\",\"type\":\"access\",\"iat\":%d,\"exp\":%d}"
                            .formatted(i, i, now - 60, now + 86_400);
            String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                    + encode(claims.getBytes(StandardCharsets.UTF_8));
            headers.add(List.of(
                    "Bearer " + signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)))));
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token of a client's next request. */
    @Benchmark
    public Caller cached() {
        return verifier.verify(headers.get(0));
    }

    /** The token of a client's first request: signature, JSON, claims. */
    @Benchmark
    public Caller cold() {
        next = (next + 1) % TOKENS;
        return verifier.verify(headers.get(next));
    }
}
