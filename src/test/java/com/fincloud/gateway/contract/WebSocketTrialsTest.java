package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.FreePort;
import com.fincloud.gateway.demo.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contract 2.16 with the WebSockets of others: the library {@code ws} of Node.js as client and as server, Chromium on a page, and a rolling
 * restart of gateways and services while WebSockets are open.
 */
@Tag("chaos")
@Timeout(300)
class WebSocketTrialsTest {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTrialsTest.class);
    private static final int CLIENTS = 40;
    private static final int IDLE = 2000;

    private final Path folder;
    private final List<AutoCloseable> parts = new ArrayList<>();

    WebSocketTrialsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.add(0, part);
        return part;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    private NodeScript server(int port) throws IOException {
        NodeScript server = part(new NodeScript(folder, "server.js", port));
        server.awaitLine("listening");
        return server;
    }

    private static String route(Object... ports) {
        StringBuilder urls = new StringBuilder();
        for (Object port : ports) {
            urls.append(urls.isEmpty() ? "" : ",").append("http://127.0.0.1:").append(port);
        }
        return Command.backend("live", "/live")
                .replace("http://live:8001", urls)
                .replace("</templatedRoute>", "<parameter name='websocket' value='true'/></templatedRoute>");
    }

    @Test
    void theLibraryOfNodeFindsEverythingThrough() throws Exception {
        int port = FreePort.next();
        NodeScript server = server(port);
        TestGateway gateway = part(
                TestGateway.builder().routes(Map.of("live.xml", route(port))).start());
        NodeScript client = part(new NodeScript(
                folder, "client.js", "ws://127.0.0.1:" + gateway.port() + "/live/x", Tokens.access(42, "user")));
        client.awaitEnd();

        await().untilAsserted(() -> assertThat(client.lines())
                .containsExactly(
                        "extensions: permessage-deflate",
                        "compressed text: true",
                        "10 MB compressed: true",
                        "close of the client: 3001",
                        "no extensions: true",
                        "10 MB: true",
                        "fragments: true",
                        "pong within a message: within",
                        "message around it: 12",
                        "ping of the server: are you there",
                        "close of the server: 4000 as asked",
                        "cut by the server: 1006"));
        assertThat(server.lines())
                .contains(
                        "opened /live/x user=42 protocols=",
                        "ping within",
                        "pong are you there",
                        "closed 3001 done",
                        "closed 4000 as asked");
    }

    @Test
    void aPageInABrowserTalksAndSeesTheClose() throws Exception {
        Optional<Path> program = Browser.installed();
        assumeThat(program).as("no browser is installed").isPresent();
        int port = FreePort.next();
        NodeScript server = server(port);
        RecordingBackend pages = part(new RecordingBackend());
        pages.on("/page", 200, "Content-Type: text/html\n", "<!doctype html><title>page</title>");
        TestGateway gateway = part(TestGateway.builder()
                .with("CORS_ORIGINS", pages.url())
                .routes(Map.of("live.xml", route(port)))
                .start());
        Browser browser = part(new Browser(program.orElseThrow()));
        browser.open(pages.url() + "/page");
        browser.awaitTrue("document.title === 'page'");
        browser.eval(
                """
                window.seen = [];
                window.socket = new WebSocket('ws://127.0.0.1:%d/live/x', ['fincloud.bearer', '%s']);
                socket.onopen = () => { seen.push('open ' + socket.protocol); socket.send('hello'); };
                socket.onmessage = (event) => seen.push(event.data);
                socket.onclose = (event) => seen.push(event.code + ' ' + event.reason + ' ' + event.wasClean);
                0
                """
                        .formatted(gateway.port(), Tokens.access(7, "user")));
        browser.awaitTrue("seen.length === 2");
        browser.eval("socket.send('close me')");
        browser.awaitTrue("seen.length === 3");
        assertThat(browser.eval("seen.join()").asText()).isEqualTo("open fincloud.bearer,hello,4000 as asked true");
        assertThat(server.lines()).contains("opened /live/x user=7 protocols=");

        browser.eval("window.other = new WebSocket(socket.url, ['fincloud.bearer', '%s']); other.onclose = (event) =>"
                        .formatted(Tokens.access(7, "user"))
                + " seen.push(event.code); 0");
        browser.awaitTrue("other.readyState === 1");
        gateway.close();
        browser.awaitTrue("seen.length === 4");
        assertThat(browser.eval("seen[3]").asInt()).isEqualTo(1001);
    }

    @Test
    void aRollingRestartEndsEachWebSocketWithACode() throws Exception {
        int[] ports = {FreePort.next(), FreePort.next()};
        NodeScript[] servers = {server(ports[0]), server(ports[1])};
        TestRedis redis = part(new TestRedis());
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("live.xml"), route(ports[0], ports[1]));
        List<GatewayProcess> gateways = List.of(gateway("first", routes, redis), gateway("second", routes, redis));
        NodeScript clients = part(new NodeScript(
                folder,
                "reconnecting.js",
                CLIENTS,
                Tokens.access(1, "user"),
                gateways.get(0).port(),
                gateways.get(1).port()));
        awaitAllTalking(clients);
        for (GatewayProcess gateway : gateways) {
            gateway.askToEnd();
            assertThat(gateway.awaitEnd()).isZero();
            gateway.startAgain();
            awaitAllTalking(clients);
        }
        for (int i = 0; i < servers.length; i++) {
            servers[i].askToEnd();
            awaitAllTalking(clients);
            servers[i] = server(ports[i]);
        }
        awaitAllTalking(clients);
        clients.tell("end");
        clients.awaitEnd();

        String line = clients.awaitLine("tally ");
        LOG.info("{} WebSockets, two gateways and two services restarted: {}", CLIENTS, line);
        JsonNode tally = new ObjectMapper().readTree(line.substring("tally ".length()));
        JsonNode codes = tally.path("codes");
        assertThat(codes.fieldNames()).toIterable().containsExactlyInAnyOrder("1000", "1001");
        assertThat(codes.path("1000").asInt()).isEqualTo(CLIENTS);
        assertThat(codes.path("1001").asInt()).isEqualTo(tally.path("opened").asInt() - CLIENTS);
        assertThat(codes.path("1001").asInt()).isGreaterThanOrEqualTo(CLIENTS);
    }

    @Test
    void manyIdleWebSocketsLeaveMemoryAndTimeForOtherRequests() throws Exception {
        int port = FreePort.next();
        NodeScript server = server(port);
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("live.xml"), route(port));
        GatewayProcess gateway = gateway("gateway", routes, part(new TestRedis()));
        Duration before = slowestOf(200, gateway);
        long heapBefore = gateway.heapInUse();
        NodeScript clients = part(new NodeScript(
                folder, "idle.js", "ws://127.0.0.1:" + gateway.port() + "/live/x", IDLE, Tokens.access(1, "user")));
        clients.awaitLine("open " + IDLE);

        Duration after = slowestOf(200, gateway);
        long heap = gateway.heapInUse();
        LOG.info(
                "{} idle WebSockets: heap {} KB, before {} KB; a request took {} ms, before {} ms (the 95th of 100)",
                IDLE,
                heap >> 10,
                heapBefore >> 10,
                after.toMillis(),
                before.toMillis());
        assertThat(heap - heapBefore).isLessThan(IDLE * 32L * 1024);
        assertThat(after).isLessThan(before.multipliedBy(3).plusMillis(50));
        assertThat(clients.lines()).noneMatch(line -> line.startsWith("error"));
        assertThat(server.lines()).noneMatch(line -> line.startsWith("closed"));
    }

    /** The time that 95 of 100 requests need at most, measured with {@code count} requests. */
    private static Duration slowestOf(int count, GatewayProcess gateway) throws IOException {
        long[] nanos = new long[count];
        try (Http http = new Http(gateway.port())) {
            for (int i = 0; i < count; i++) {
                long began = System.nanoTime();
                assertThat(http.exchange("GET", "/api/v1/health", null).status())
                        .isEqualTo(200);
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[count * 95 / 100]);
    }

    private GatewayProcess gateway(String name, Path routes, TestRedis redis) throws IOException {
        return part(new GatewayProcess(
                        folder.resolve(name + ".log"),
                        "256m",
                        Map.of(
                                "ROUTES_DIR", routes.toString(),
                                "REDIS_URL", redis.url(),
                                "WEBSOCKET_MAX_PER_USER", "5000",
                                "RATE_LIMIT_PER_MINUTE", "1000000",
                                "RATE_LIMIT_PER_HOUR", "1000000")))
                .awaitReady();
    }

    /** Waits until every client has a WebSocket, and bytes go through all the time. */
    private static void awaitAllTalking(NodeScript clients) {
        int seen = clients.lines().size();
        Predicate<String> all = line -> line.startsWith("open " + CLIENTS + " ");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> clients.lines().stream().skip(seen).filter(all).count() >= 3);
    }
}
