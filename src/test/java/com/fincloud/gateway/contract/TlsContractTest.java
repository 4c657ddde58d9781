package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** TLS to clients: what is spoken, and how a certificate is followed that Kubernetes, or somebody by hand, replaces. */
@ExtendWith(OutputCaptureExtension.class)
class TlsContractTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private static final TestAuthority AUTHORITY = new TestAuthority("Test CA");
    private static final SSLContext CLIENT = TestCertificate.context(AUTHORITY, null);

    private static Secret secret;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    /** A folder as Kubernetes mounts a secret: the files are links into a folder that is itself a link, which is replaced. */
    private record Secret(Path folder) {

        void put(String certificate, String key) throws IOException {
            Path version = Files.createTempDirectory(folder, "..version");
            TestCertificate.write(version.resolve("tls.crt"), certificate);
            TestCertificate.write(version.resolve("tls.key"), key);
            Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
            Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        }

        void put(TestCertificate certificate) throws IOException {
            put(certificate.pem(), certificate.keyPem());
        }

        Path link(String file) throws IOException {
            return Files.createSymbolicLink(folder.resolve(file), Path.of("..data", file));
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        secret = new Secret(folder);
        secret.put(AUTHORITY.issue("first", "localhost"));
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("server.http2.enabled", "true")
                .with("TLS_HTTP2", "false")
                .with("TLS_CERTIFICATE", secret.link("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", secret.link("tls.key").toString())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private static Http connect(String... versions) throws IOException {
        Http http = new Http(gateway.port(), CLIENT);
        if (versions.length > 0) {
            ((SSLSocket) http.socket()).setEnabledProtocols(versions);
        }
        return http;
    }

    private static String shown() throws IOException {
        try (Http http = connect()) {
            ((SSLSocket) http.socket()).startHandshake();
            return subject(http);
        }
    }

    private static String subject(Http http) throws IOException {
        X509Certificate shown =
                (X509Certificate) ((SSLSocket) http.socket()).getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientIsAnsweredOver(String version) throws IOException {
        try (Http http = connect(version)) {
            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
            assertThat(((SSLSocket) http.socket()).getSession().getProtocol()).isEqualTo(version);
            assertThat(((SSLSocket) http.socket()).getSession().getCipherSuite())
                    .contains("GCM");
        }
    }

    @Test
    void aWeakCipherIsNotSpoken() throws IOException {
        try (Http http = connect("TLSv1.2")) {
            ((SSLSocket) http.socket())
                    .setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"});

            assertThatThrownBy(() -> http.exchange("GET", "/health", null)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void plainHttpIsNotAnsweredWithWhatWasAskedFor() throws IOException {
        assertThat(Http.get(gateway.port(), "/health").status()).isEqualTo(400);
    }

    @Test
    void theBackendLearnsThatTheClientCameOverHttps() throws IOException {
        try (Http http = connect()) {
            http.exchange("GET", "/api/v1/budget/secure", null, Tokens.bearer(), "X-Forwarded-Proto: http");
        }

        RecordingBackend.Request seen = backend.last();
        assertThat(seen.value("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(seen.value("Forwarded")).contains("proto=https");
    }

    @Test
    void http2IsNotSpokenWhereItIsTurnedOff() throws IOException {
        try (Http http = connect()) {
            SSLSocket socket = (SSLSocket) http.socket();
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);

            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
            assertThat(socket.getApplicationProtocol()).isNotEqualTo("h2");
        }
    }

    @Test
    void theManagementPortStaysPlain() throws IOException {
        assertThat(Http.get(gateway.managementPort(), "/actuator/health/liveness")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aReplacedSecretIsShownToNewConnectionsAndEndsNoOldOne() throws IOException {
        try (Http old = connect()) {
            assertThat(old.exchange("GET", "/health", null).status()).isEqualTo(200);
            String before = subject(old);

            secret.put(AUTHORITY.issue("replaced", "localhost"));

            await().atMost(SOON).until(() -> shown().equals("CN=replaced"));
            assertThat(before).isNotEqualTo("CN=replaced");
            assertThat(old.exchange("GET", "/health", null).status()).isEqualTo(200);
        }
    }

    @Test
    void aBrokenSecretChangesNothingAndIsToldOnceAndMended(CapturedOutput output) throws IOException {
        String before = shown();
        TestCertificate one = AUTHORITY.issue("one", "localhost");

        secret.put(one.pem(), AUTHORITY.issue("another", "localhost").keyPem());

        await().atMost(SOON).until(() -> output.getOut().contains("Certificates rejected"));
        assertThat(shown()).isEqualTo(before);
        assertThat(output.getOut())
                .contains("\"peers\":\"clients\"", "TLS_PRIVATE_KEY=", "it is not the key of the certificate")
                .doesNotContain("PRIVATE KEY-----");

        secret.put(one);

        await().atMost(SOON).until(() -> shown().equals("CN=one"));
        assertThat(output.getOut().split("Certificates rejected", -1)).hasSize(2);
    }

    @Test
    void onlyAClientWithACertificateOfItsAuthorityIsServed(@TempDir Path folder) throws IOException {
        AUTHORITY.issue("gateway", "localhost").writeTo(folder);
        TestAuthority partners = new TestAuthority("Partners");
        try (TestGateway mutual = TestGateway.builder()
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .with(
                        "TLS_CLIENT_CA",
                        TestCertificate.write(folder.resolve("ca.crt"), partners.pem())
                                .toString())
                .start()) {
            assertThat(health(mutual, TestCertificate.context(AUTHORITY, partners.issue("partner"))))
                    .isEqualTo(200);
            assertThatThrownBy(() -> health(mutual, CLIENT)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> health(mutual, TestCertificate.context(AUTHORITY, AUTHORITY.issue("stranger"))))
                    .isInstanceOf(IOException.class);
        }
    }

    private static int health(TestGateway gateway, SSLContext tls) throws IOException {
        try (Http http = new Http(gateway.port(), tls)) {
            return http.exchange("GET", "/health", null).status();
        }
    }

    @Test
    void aLargeAnswerComesWhole() throws IOException {
        byte[] large = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(large);
        backend.on("/api/v1/large", "HTTP/1.1 200 OK\nContent-Length: " + large.length + "\n\n", large);
        try (Http http = connect()) {
            assertThat(http.exchange("GET", "/api/v1/budget/large", null, Tokens.bearer())
                            .body())
                    .isEqualTo(large);
        }
    }

    @Test
    void aClientThatLeavesEndsTheBackendCall() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        backend.on("/api/v1/hanging", (request, socket, out) -> {
            try {
                socket.getInputStream().read();
            } finally {
                ended.countDown();
            }
        });
        try (Http http = connect()) {
            http.write("GET /api/v1/budget/hanging HTTP/1.1\r\nHost: localhost\r\n" + Tokens.bearer() + "\r\n\r\n");
            await().atMost(SOON).until(() -> backend.last().target().equals("/api/v1/hanging"));
        }

        assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
