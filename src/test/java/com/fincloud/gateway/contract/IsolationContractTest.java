package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Contract 6.4: a service that hangs with a thousand requests stops no request to another service. */
class IsolationContractTest {

    private static final int HANGING = 1000;

    @Test
    void aThousandHangingRequestsStopNoOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger arrived = new AtomicInteger();
        List<Http> clients = new ArrayList<>();
        try (RecordingBackend slow = new RecordingBackend();
                RecordingBackend quick = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(quick)
                        .with("BUDGET_SERVICE_URL", slow.url())
                        .with("REQUEST_TIMEOUT", "60")
                        .start()) {
            slow.on("/api/v1/hang", (request, socket, out) -> {
                arrived.incrementAndGet();
                release.await(60, TimeUnit.SECONDS);
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
            });
            String request = "GET /api/v1/budget/hang HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n";
            for (int i = 0; i < HANGING; i++) {
                Http client = new Http(gateway.port());
                client.write(request);
                clients.add(client);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> arrived.get() == HANGING);

            for (int i = 0; i < 20; i++) {
                assertThat(Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer())
                                .status())
                        .isEqualTo(200);
            }

            release.countDown();
            for (Http client : clients) {
                assertThat(client.read("GET").status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void aServiceTakesNoMoreCallsThanItMayAndOthersAreServed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(2);
        try (RecordingBackend slow = new RecordingBackend();
                RecordingBackend quick = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(quick)
                        .with("BUDGET_SERVICE_URL", slow.url())
                        .with("MAX_CALLS_PER_SERVICE", "2")
                        .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1")
                        .start();
                Http first = new Http(gateway.port());
                Http second = new Http(gateway.port())) {
            slow.on("/api/v1/hang", (request, socket, out) -> {
                arrived.countDown();
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\n"));
                out.write('o');
                out.flush();
                release.await(60, TimeUnit.SECONDS);
                out.write('k');
            });
            String request = "GET /api/v1/budget/hang HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n";
            first.write(request);
            second.write(request);
            arrived.await(20, TimeUnit.SECONDS);

            for (int i = 0; i < 3; i++) {
                Http.Reply refused = Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).isEqualTo("{\"detail\":\"Service budget has too many requests in flight\"}");
                assertThat(refused.value("Retry-After")).isEqualTo("1");
            }
            assertThat(Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer())
                            .status())
                    .isEqualTo(200);
            assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus")
                            .text())
                    .contains("gateway_backend_refused_total{service=\"budget\"} 3.0");

            release.countDown();
            assertThat(first.read("GET").text()).isEqualTo("ok");
            assertThat(second.read("GET").text()).isEqualTo("ok");
            await().until(() -> Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer())
                            .status()
                    == 200);
        }
    }

    @Test
    void aGatewayThatIsFullRefusesMoreAndIsStillAlive() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(2);
        try (RecordingBackend slow = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(slow)
                        .with("gateway.client.requests", "2")
                        .start();
                Http first = new Http(gateway.port());
                Http second = new Http(gateway.port())) {
            slow.on("/api/v1/hang", (request, socket, out) -> {
                arrived.countDown();
                release.await(60, TimeUnit.SECONDS);
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
            });
            String request = "GET /api/v1/budget/hang HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n";
            first.write(request);
            second.write(request);
            arrived.await(20, TimeUnit.SECONDS);

            Http.Reply refused = Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).isEqualTo("{\"detail\":\"Gateway has too many requests in flight\"}");
            assertThat(refused.value("Retry-After")).isEqualTo("1");
            assertThat(refused.value("Connection")).isEqualTo("close");
            assertThat(Http.get(gateway.port(), "/api/v1/health/live").status()).isEqualTo(200);

            release.countDown();
            assertThat(first.read("GET").status()).isEqualTo(200);
            assertThat(second.read("GET").status()).isEqualTo(200);
            await().until(() -> Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer())
                            .status()
                    == 200);
        }
    }

    @Test
    void aRequestReachesAnInstanceThatIsUpWhileAnotherIsDown() throws IOException {
        RecordingBackend gone = new RecordingBackend();
        gone.close();
        try (RecordingBackend up = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(up)
                        .with("BUDGET_SERVICE_URL", gone.url() + "," + up.url())
                        .start()) {
            for (int i = 0; i < 8; i++) {
                assertThat(Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer())
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void instancesTakeTurns() throws IOException {
        try (RecordingBackend one = new RecordingBackend();
                RecordingBackend two = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(one)
                        .with("BUDGET_SERVICE_URL", one.url() + "," + two.url())
                        .start()) {
            for (int i = 0; i < 10; i++) {
                Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());
            }
            assertThat(one.requests()).hasSize(5);
            assertThat(two.requests()).hasSize(5);
        }
    }

    @Test
    void anInstanceThatCouldNotBeConnectedToIsPassedOverForAWhile() throws IOException {
        RecordingBackend down = new RecordingBackend();
        down.close();
        RecordingBackend up = new RecordingBackend();
        try (TestGateway gateway = TestGateway.builder()
                .backend(up)
                .with("BUDGET_SERVICE_URL", down.url() + "," + up.url())
                .start()) {
            Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());
            Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());

            try (RecordingBackend back = new RecordingBackend(down.port())) {
                for (int i = 0; i < 6; i++) {
                    Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());
                }
                assertThat(up.requests()).hasSize(8);
                assertThat(back.requests()).isEmpty();

                up.close();
                assertThat(Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer())
                                .status())
                        .as("one that is passed over is still better than none")
                        .isEqualTo(200);
            }
        }
    }
}
