package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** TLS to backends: who is believed to be a service, what it is shown, and what a client learns when that fails. */
@ExtendWith(OutputCaptureExtension.class)
class BackendTlsContractTest {

    private static final TestAuthority AUTHORITY = new TestAuthority("Backends");

    private static Path folder;
    private static RecordingBackend open;
    private static RecordingBackend demanding;
    private static RecordingBackend foreign;
    private static RecordingBackend misnamed;
    private static RecordingBackend expired;
    private static RecordingBackend unconvinced;
    private static TestGateway gateway;

    private static RecordingBackend backend(TestAuthority authority) throws IOException {
        return backend(AUTHORITY, authority.issue("backend", "localhost"), false);
    }

    /** A backend that shows {@code own}, and demands a certificate of {@code trusted} or none. */
    private static RecordingBackend backend(TestAuthority trusted, TestCertificate own, boolean demanding)
            throws IOException {
        SSLServerSocket server = (SSLServerSocket) TestCertificate.context(trusted, own)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(demanding);
        return new RecordingBackend(server);
    }

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        open = backend(AUTHORITY);
        demanding = backend(AUTHORITY, AUTHORITY.issue("backend", "localhost"), true);
        foreign = backend(new TestAuthority("Stranger"));
        misnamed = backend(AUTHORITY, AUTHORITY.issue("backend", "elsewhere.example"), false);
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        TestCertificate old = AUTHORITY.issue("backend", yesterday.minus(Duration.ofDays(1)), yesterday, "localhost");
        expired = backend(AUTHORITY, old, false);
        unconvinced = backend(new TestAuthority("Partners"), AUTHORITY.issue("backend", "localhost"), true);
        AUTHORITY.issue("gateway").writeTo(folder);
        gateway = TestGateway.builder()
                .with("BUDGET_SERVICE_URL", open.url())
                .with("PORTFOLIO_SERVICE_URL", foreign.url())
                .with(
                        "BACKEND_CA",
                        TestCertificate.write(folder.resolve("ca.crt"), AUTHORITY.pem())
                                .toString())
                .with("BACKEND_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("BACKEND_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
                .routes(Map.of(
                        "open.xml", route("open", open),
                        "demanding.xml", route("demanding", demanding),
                        "foreign.xml", route("foreign", foreign),
                        "misnamed.xml", route("misnamed", misnamed),
                        "expired.xml", route("expired", expired),
                        "unconvinced.xml", route("unconvinced", unconvinced)))
                .start();
    }

    private static String route(String name, RecordingBackend backend) {
        return Command.backend(name, "/api/v1/" + name).replace("http://" + name + ":8001", backend.url());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        for (RecordingBackend backend :
                new RecordingBackend[] {open, demanding, foreign, misnamed, expired, unconvinced}) {
            backend.close();
        }
    }

    private static Http.Reply call(String service) throws IOException {
        return Http.get(gateway.port(), "/api/v1/" + service + "/x", Tokens.bearer());
    }

    private static void assertUnreachable(String service, CapturedOutput output, String reason) throws IOException {
        Http.Reply reply = call(service);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Cannot connect to service " + service + "\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> output.getOut()
                .lines()
                .anyMatch(line -> line.contains("\"service\":\"" + service + "\"")
                        && line.contains("\"reason\":\"TLS: ")
                        && line.contains(reason)));
    }

    @Test
    void aServiceWithACertificateOfTheAuthorityIsCalled() throws IOException {
        assertThat(call("open").text()).isEqualTo("ok");
    }

    @Test
    void aServiceThatDemandsACertificateIsShownTheGateways() throws IOException {
        assertThat(call("demanding").text()).isEqualTo("ok");
    }

    @Test
    void aServiceOfAnotherAuthorityIsNotCalled(CapturedOutput output) throws IOException {
        assertUnreachable("foreign", output, "unable to find valid certification path");
        assertThat(foreign.requests()).isEmpty();
    }

    @Test
    void aServiceWithACertificateForAnotherHostIsNotCalled(CapturedOutput output) throws IOException {
        assertUnreachable("misnamed", output, "localhost");
        assertThat(misnamed.requests()).isEmpty();
    }

    @Test
    void aServiceWhoseCertificateHasExpiredIsNotCalled(CapturedOutput output) throws IOException {
        assertUnreachable("expired", output, "validity check failed");
        assertThat(expired.requests()).isEmpty();
    }

    /** In TLS 1.3 it says so when the request is on its way (RFC 8446 section 4.4.2.4), and its reset may outrun its alert. */
    @Test
    void aServiceThatDoesNotTrustTheGatewaysCertificateAnswersNothing() throws IOException {
        assertThat(call("unconvinced").status()).isIn(503, 502);
        assertThat(unconvinced.requests()).isEmpty();
    }

    @Test
    void theHealthReportAsksOverTheSameTls() throws IOException {
        open.on("/health", 200, "", "{\"status\":\"fine\"}");

        assertThat(Http.get(gateway.port(), "/api/v1/health/detailed").text())
                .containsPattern("\"budget_service\":\\{\"status\":\"healthy\"")
                .containsPattern("\"portfolio_service\":\\{\"status\":\"unhealthy\"");
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        call("open");
        int connections = open.connections();
        call("open");
        call("open");

        assertThat(open.connections()).isEqualTo(connections);
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotTheNextOnes() throws IOException {
        open.on(
                "/api/v1/open/twice",
                (request, socket, out) -> out.write(RecordingBackend.head(
                        "HTTP/1.1 200 OK\nContent-Length: 3\n\noneHTTP/1.1 200 OK\nContent-Length: 5\n\nstray")));
        assertThat(Http.get(gateway.port(), "/api/v1/open/twice", Tokens.bearer())
                        .text())
                .isEqualTo("one");

        assertThat(call("open").text()).isEqualTo("ok");
    }

    @Test
    void aLargeBodyPassesBothWays() throws IOException {
        byte[] body = "0123456789abcdef".repeat(256 * 1024).getBytes(StandardCharsets.US_ASCII);
        open.on("/api/v1/open/large", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: " + request.body().length + "\n\n"));
            out.write(request.body());
        });

        assertThat(Http.send(gateway.port(), "POST", "/api/v1/open/large", body, Tokens.bearer())
                        .body())
                .isEqualTo(body);
    }

    @Test
    void aReplacedAuthorityCountsForNewConnections() throws IOException {
        TestAuthority next = new TestAuthority("Next");
        TestCertificate.write(folder.resolve("ca.crt"), AUTHORITY.pem() + next.pem());
        try (RecordingBackend renewed = backend(next)) {
            Path routes = Path.of(gateway.context().getEnvironment().getRequiredProperty("ROUTES_DIR"));
            TestCertificate.write(routes.resolve("renewed.xml"), route("renewed", renewed));

            await().atMost(Duration.ofSeconds(20)).until(() -> call("renewed").status() == 200);
        }
    }
}
