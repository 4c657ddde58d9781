package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code rediss://}: a Redis with a port for TLS that demands a certificate, for the limiter and for what is revoked. */
@ExtendWith(OutputCaptureExtension.class)
class RedisTlsContractTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TestAuthority AUTHORITY = new TestAuthority("Redis CA");

    private static Path folder;
    private static int port;
    private static TestRedis redis;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        TestCertificate.write(folder.resolve("ca.crt"), AUTHORITY.pem());
        AUTHORITY.issue("gateway").writeTo(folder);
        AUTHORITY.issue("redis", "localhost").writeTo(Files.createDirectory(folder.resolve("redis")));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        redis = new TestRedis(
                "tls-port " + port,
                "tls-ca-cert-file " + folder.resolve("ca.crt"),
                "tls-cert-file " + folder.resolve("redis/tls.crt"),
                "tls-key-file " + folder.resolve("redis/tls.key"));
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static TestGateway gateway(String host, Path authority) {
        return TestGateway.builder()
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_ON_REDIS_FAILURE", "closed")
                .with("REDIS_URL", "rediss://" + host + ":" + port + "/4")
                .with("REDIS_CA", authority.toString())
                .with("REDIS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("REDIS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .start();
    }

    @Test
    void theLimiterAndTheRevocationsGoOverTls(CapturedOutput output) throws IOException {
        try (TestGateway gateway = gateway("localhost", folder.resolve("ca.crt"))) {
            await().atMost(SOON)
                    .until(() -> output.getOut().contains("Redis connected")
                            && output.getOut().contains("Revocations read"));

            assertThat(Http.get(gateway.port(), "/api/v1/nowhere", Tokens.bearer())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aRedisWhoseCertificateIsForAnotherHostIsNotUsed(CapturedOutput output) throws IOException {
        try (TestGateway gateway = gateway("127.0.0.1", folder.resolve("ca.crt"))) {
            await().atMost(SOON)
                    .until(() -> output.getOut().contains("Redis lost")
                            && output.getOut().contains("Revocations lost"));

            assertThat(Http.get(gateway.port(), "/api/v1/nowhere", Tokens.bearer())
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void anAuthorityThatIsMendedCountsForTheNextConnection(CapturedOutput output) throws IOException {
        Path authority = TestCertificate.write(folder.resolve("other.crt"), new TestAuthority("Stranger").pem());
        try (TestGateway gateway = gateway("localhost", authority)) {
            await().atMost(SOON).until(() -> output.getOut().contains("Redis lost"));

            TestCertificate.write(authority, AUTHORITY.pem());

            await().atMost(SOON)
                    .until(() -> Http.get(gateway.port(), "/api/v1/nowhere", Tokens.bearer())
                                    .status()
                            == 404);
            assertThat(output.getOut()).contains("\"peers\":\"redis\"");
        }
    }
}
