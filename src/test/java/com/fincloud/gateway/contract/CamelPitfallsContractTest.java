package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway made of Camel's defaults does to its clients, and this one does not; docs/camel.md has the whole list. */
class CamelPitfallsContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        String route =
                "<templatedRoute routeTemplateRef='backend' routeId='%1$s'><parameter name='path' value='/%1$s'/>"
                        + "<parameter name='service' value='%1$s'/><parameter name='url' value='" + backend.url()
                        + "'/>%2$s</templatedRoute>";
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "2")
                .routes(Map.of(
                        "all.xml",
                        "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>"
                                + route.formatted("open", "")
                                + route.formatted("echo", "")
                                + route.formatted("stopped", "")
                                + route.formatted("spaced", "<parameter name='methods' value='GET, PUT'/>")
                                + "</templatedRoutes>"))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    @Test
    void anOpenCircuitDoesNotEchoTheRequestsBody() throws IOException {
        backend.on("/open", 500, "", "no");
        for (int i = 0; i < 2; i++) {
            Http.send(gateway.port(), "POST", "/open", "secret".getBytes(StandardCharsets.UTF_8), Tokens.bearer());
        }

        Http.Reply reply =
                Http.send(gateway.port(), "POST", "/open", "secret".getBytes(StandardCharsets.UTF_8), Tokens.bearer());

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text())
                .isEqualTo("{\"detail\":\"Service open is currently unavailable. Circuit breaker is OPEN.\"}");
    }

    @Test
    void noAnswerEverReachesAnotherClient() throws Exception {
        backend.on("/echo", (request, socket, out) -> {
            byte[] body = (request.value("X-User-ID") + " " + request.text()).getBytes(StandardCharsets.UTF_8);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nX-Echo: " + request.value("X-User-ID")
                    + "\nContent-Length: " + body.length + "\n\n"));
            out.write(body);
        });
        ExecutorService clients = Executors.newFixedThreadPool(16);
        List<Callable<Void>> work = new ArrayList<>();
        for (int client = 1; client <= 16; client++) {
            int user = client;
            work.add(() -> {
                try (Http http = new Http(gateway.port())) {
                    for (int i = 0; i < 50; i++) {
                        byte[] body = ("message " + i + " of " + user).getBytes(StandardCharsets.UTF_8);
                        Http.Reply reply = http.exchange("POST", "/echo", body, Tokens.bearer(user, "user"));
                        assertThat(reply.text()).isEqualTo(user + " message " + i + " of " + user);
                        assertThat(reply.values("X-Echo")).containsExactly(Integer.toString(user));
                    }
                    return null;
                }
            });
        }
        for (Future<Void> done : clients.invokeAll(work)) {
            done.get();
        }
        clients.shutdown();
    }

    @Test
    void aDownloadThatTheClientGivesUpIsNotReadToItsEnd() throws IOException {
        AtomicLong sent = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        backend.on("/echo/big", (request, socket, out) -> {
            byte[] chunk = new byte[1 << 16];
            try {
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 1000000000\n\n"));
                while (sent.addAndGet(chunk.length) < 1_000_000_000) {
                    out.write(chunk);
                }
            } finally {
                ended.set(true);
            }
        });

        try (Http http = new Http(gateway.port())) {
            http.write("GET /echo/big HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            http.readHead();
            assertThat(http.in().readNBytes(1000)).hasSize(1000);
        }

        await().atMost(Duration.ofSeconds(10)).untilTrue(ended);
        assertThat(sent.get()).isLessThan(500_000_000);
    }

    @Test
    void aStoppedRouteIsAPathThatNobodyServes() throws Exception {
        assertThat(Http.get(gateway.port(), "/stopped", Tokens.bearer()).status())
                .isEqualTo(200);
        CamelContext camel = gateway.context().getBean(CamelContext.class);

        camel.getRouteController().stopRoute("stopped");

        assertThat(Http.get(gateway.port(), "/stopped", Tokens.bearer()).status())
                .isEqualTo(404);
        camel.getRouteController().startRoute("stopped");
        assertThat(Http.get(gateway.port(), "/stopped", Tokens.bearer()).status())
                .isEqualTo(200);
    }

    @Test
    void aBlankInAListOfMethodsDoesNotOpenTheOthers() throws IOException {
        assertThat(Http.send(gateway.port(), "PUT", "/spaced", null, Tokens.bearer())
                        .status())
                .isEqualTo(200);
        assertThat(Http.send(gateway.port(), "DELETE", "/spaced", null, Tokens.bearer())
                        .status())
                .isEqualTo(405);
    }

    @Test
    void oneConnectionServesHundredsOfRequestsErrorsAmongThem() throws IOException {
        try (Http http = new Http(gateway.port())) {
            for (int i = 0; i < 300; i++) {
                assertThat(http.exchange("GET", "/echo/%2F[]|" + i, null, Tokens.bearer())
                                .status())
                        .isEqualTo(200);
                assertThat(http.exchange("GET", "/nowhere", null).status()).isEqualTo(401);
            }
        }
        assertThat(backend.last().target()).isEqualTo("/echo/%2F[]|299");
    }
}
