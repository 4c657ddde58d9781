package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.2: what is saved in the route folder takes effect within two seconds, and a mistake changes nothing. */
class ReloadContractTest {

    private static final Duration EFFECT = Duration.ofSeconds(2);
    private static final int MOST_ROUNDS = 10;

    private static Path folder;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path routes) {
        folder = routes;
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .changing(folder)
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "2")
                .backend(backend)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void begin() throws IOException {
        backend.forget();
        save("a.xml", template("a", "/api/a", "/one"));
        await().until(() -> files().size() == 1
                && file("a.xml").error() == null
                && target("/api/a/x").equals("/one/x"));
    }

    @AfterEach
    void end() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Predicate.not(Files::isDirectory)).toList()) {
                Files.delete(file);
            }
        }
        await().until(() -> files().isEmpty());
    }

    private static void save(String name, String text) {
        DeployedFile.put(folder, name, text);
    }

    static String template(String id, String path, String rewrite) {
        return """
                <templatedRoutes>
                  <templatedRoute routeTemplateRef="backend" routeId="%s">
                    <parameter name="path" value="%s"/>
                    <parameter name="rewrite" value="%s"/>
                    <parameter name="service" value="budget"/>
                    <parameter name="url" value="{{BUDGET_SERVICE_URL}}"/>
                  </templatedRoute>
                </templatedRoutes>
                """
                .formatted(id, path, rewrite);
    }

    private static String plain(String id, String path, String text) {
        return """
                <routes>
                  <route id="%s">
                    <from uri="platform-http:%s"/>
                    <setBody id="body"><constant>%s</constant></setBody>
                  </route>
                </routes>
                """
                .formatted(id, path, text);
    }

    private static Http.Reply get(String path) throws IOException {
        return get(gateway, path);
    }

    private static Http.Reply get(TestGateway of, String path) throws IOException {
        return Http.get(of.port(), path, Tokens.bearer());
    }

    private static String target(String path) throws IOException {
        return target(gateway, path);
    }

    private static String target(TestGateway of, String path) throws IOException {
        backend.forget();
        return get(of, path).status() == 200 && !backend.requests().isEmpty()
                ? backend.last().target()
                : "";
    }

    private static Collection<RouteFile> files() {
        return gateway.context().getBean(RouteFolder.class).files();
    }

    private static RouteFile file(String name) {
        return files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static org.awaitility.core.ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }

    /** In a gateway that looks at its folder no more often than the delivered one. */
    @Test
    void whatIsSavedOrDeletedTakesEffectWithinTwoSeconds(@TempDir Path own) throws IOException {
        List<Duration> slowest = new ArrayList<>();
        Files.writeString(own.resolve("a.xml"), template("a", "/api/a", "/one"));
        try (TestGateway delivered = TestGateway.builder()
                .with("ROUTES_DIR", own.toString())
                .backend(backend)
                .start()) {
            assertThat(target(delivered, "/api/a/x")).isEqualTo("/one/x");
            do {
                String target = "/two" + slowest.size();
                Duration changed = delay(
                        write(own.resolve("a.xml"), template("a", "/api/a", target)),
                        () -> target(delivered, "/api/a/x").equals(target + "/x"));
                Duration added = delay(
                        write(own.resolve("b.xml"), plain("b", "/api/b", "b")),
                        () -> get(delivered, "/api/b").status() == 200);
                Duration deleted = delay(
                        () -> Files.delete(own.resolve("b.xml")),
                        () -> get(delivered, "/api/b").status() == 404);
                slowest.add(Collections.max(List.of(changed, added, deleted)));
            } while (slowest.size() < MOST_ROUNDS
                    && slowest.get(slowest.size() - 1).compareTo(EFFECT) > 0);
        }

        assertThat(slowest)
                .as("one round in time is enough: a busy machine is late")
                .anyMatch(delay -> delay.compareTo(EFFECT) <= 0);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static Change write(Path file, String text) {
        return () -> Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static Duration delay(Change change, Callable<Boolean> effect) throws IOException {
        long began = System.nanoTime();
        change.make();
        soon().until(effect);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void aNewFileIsServedAndADeletedOneIsNot() throws IOException {
        assertThat(get("/api/b").status()).isEqualTo(404);

        save(
                "b.yaml",
                "- route:\n    id: b\n    from:\n      uri: platform-http:/api/b\n      steps:\n        - setBody:\n            constant: hello\n");
        soon().until(() -> get("/api/b").text().equals("hello"));
        Files.delete(folder.resolve("b.yaml"));

        soon().until(() -> get("/api/b").status() == 404);
        assertThat(files()).hasSize(1);
    }

    @Test
    void aRenamedFileServesOn() throws IOException {
        Files.move(folder.resolve("a.xml"), folder.resolve("z.xml"));

        soon().until(() -> files().stream().anyMatch(file -> file.name().equals("z.xml")));
        assertThat(target("/api/a/x")).isEqualTo("/one/x");
        assertThat(file("z.xml").routes()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<templatedRoutes>",
                "<routes><route id=\"a\"><from uri=\"htp:x\"/></route></routes>",
                "<routes><route id=\"a\"><from uri=\"platform-http:/api/a\"/><to uri=\"nothing:x\"/></route></routes>",
                "<routes><route id=\"a\"><from uri=\"platform-http:/health\"/><log message=\"x\"/></route></routes>",
                "<templatedRoutes><templatedRoute routeTemplateRef=\"backend\" routeId=\"a\"/></templatedRoutes>"
            })
    void aBrokenFileKeepsTheLastGoodVersionUntilItIsMended(String broken) throws IOException {
        save("a.xml", broken);

        soon().until(() -> file("a.xml").error() != null);
        assertThat(target("/api/a/x")).isEqualTo("/one/x");
        assertThat(get("/api/v1/health/detailed").text())
                .contains("\"status\":\"degraded\"", "\"file\":\"a.xml\",\"status\":\"rejected\"");
        save("a.xml", template("a", "/api/a", "/mended"));

        soon().until(() -> target("/api/a/x").equals("/mended/x"));
        soon().until(() -> file("a.xml").error() == null);
    }

    @Test
    void aPathThatAnotherFileServesIsRefusedUntilThatFileIsGone() throws IOException {
        save("b.xml", plain("b", "/api/a", "from b"));

        soon().until(() -> files().stream().anyMatch(file -> file.error() != null));
        assertThat(file("b.xml").error()).hasMessageContaining("is taken by route 'a' (a.xml)");
        assertThat(target("/api/a")).isEqualTo("/one");
        Files.delete(folder.resolve("a.xml"));

        soon().until(() -> get("/api/a").text().equals("from b"));
    }

    @Test
    void aRouteMovesFromOneFileToAnother() throws IOException {
        save("b.xml", plain("b", "/api/b", "b"));
        soon().until(() -> get("/api/b").status() == 200);

        save("a.xml", plain("b", "/api/b", "moved"));
        save("b.xml", template("a", "/api/a", "/moved"));

        soon().until(() ->
                get("/api/b").text().equals("moved") && target("/api/a").equals("/moved"));
        assertThat(files()).allMatch(file -> file.error() == null);
    }

    @Test
    void aDirectRouteIsReplacedUnderItsCallers() throws IOException {
        String caller = "<route id=\"c\"><from uri=\"platform-http:/api/c\"/><to id=\"t\" uri=\"direct:d\"/></route>";
        String answer = "<route id=\"d\"><from uri=\"direct:d\"/><setBody><constant>%s</constant></setBody></route>";
        save("c.xml", "<routes>" + caller + answer.formatted("one") + "</routes>");
        soon().until(() -> get("/api/c").text().equals("one"));

        save("c.xml", "<routes>" + caller + answer.formatted("two") + "</routes>");

        soon().until(() -> get("/api/c").text().equals("two"));
        save(
                "c.xml",
                "<routes>" + caller
                        + "<route id=\"e\"><from uri=\"direct:d\"/><to uri=\"bean:nobody\"/></route></routes>");
        soon().until(() -> file("c.xml").error() != null);
        assertThat(get("/api/c").text()).isEqualTo("two");
    }

    @Test
    void aSymbolicLinkThatIsSwappedIsAChange() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..first"));
        Path second = Files.createDirectory(folder.resolve("..second"));
        Files.writeString(first.resolve("k.xml"), plain("k", "/api/k", "first"));
        Files.writeString(second.resolve("k.xml"), plain("k", "/api/k", "second"));
        Path data = folder.resolve("..data");
        Files.createSymbolicLink(data, first.getFileName());
        Files.createSymbolicLink(folder.resolve("k.xml"), Path.of("..data", "k.xml"));
        soon().until(() -> get("/api/k").text().equals("first"));

        Files.createSymbolicLink(folder.resolve("..next"), second.getFileName());
        Files.move(folder.resolve("..next"), data, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

        soon().until(() -> get("/api/k").text().equals("second"));
    }

    @Test
    void aRequestAndADownloadInFlightFinishOnTheOldVersion() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        backend.on("/one/slow", (request, socket, out) -> {
            arrived.countDown();
            release.await(20, TimeUnit.SECONDS);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 4\n\nslow"));
        });
        backend.on("/one/long", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 8\n\nhalf"));
            out.flush();
            arrived.countDown();
            release.await(20, TimeUnit.SECONDS);
            out.write(RecordingBackend.head("done"));
        });
        try (Http slow = new Http(gateway.port());
                Http download = new Http(gateway.port())) {
            slow.write("GET /api/a/slow HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            download.write("GET /api/a/long HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

            save("a.xml", template("a", "/api/a", "/two"));
            soon().until(() ->
                    get("/api/a/x").status() == 200 && backend.last().target().equals("/two/x"));
            release.countDown();

            assertThat(slow.read("GET").text()).isEqualTo("slow");
            Http.Reply reply = download.read("GET");
            assertThat(reply.text()).isEqualTo("halfdone");
            assertThat(reply.complete()).isTrue();
        }
    }

    @Test
    void theCircuitOfAServiceSurvivesTheReloadOfItsRoute() throws IOException {
        String frail = template("f", "/api/f", "/frail").replace("\"budget\"", "\"frail\"");
        save("f.xml", frail);
        soon().until(() -> get("/api/f/x").status() == 200);
        backend.on("/frail/bad", 500, "", "no");
        get("/api/f/bad");
        get("/api/f/bad");
        assertThat(get("/api/f/x").status()).isEqualTo(503);

        save("f.xml", frail.replace("/frail", "/two"));
        save("g.xml", plain("g", "/api/g", "g"));

        soon().until(() -> get("/api/g").status() == 200);
        assertThat(get("/api/f/x").text()).contains("Circuit breaker is OPEN");
    }

    @Test
    void aCorrectedUrlIsCalledAtOnceAlthoughTheCircuitOfTheWrongOneIsOpen() throws IOException {
        String good = template("w", "/api/w", "/wrong").replace("\"budget\"", "\"wrong\"");
        save("w.xml", good.replace("{{BUDGET_SERVICE_URL}}", "http://127.0.0.1:1"));
        soon().until(() -> get("/api/w/x").text().contains("Circuit breaker is OPEN"));

        save("w.xml", good);

        await().atMost(Duration.ofSeconds(20)).until(() -> get("/api/w/x").status() == 200);
    }

    @Test
    void nothingKeepsAnOldVersionInMemory() throws IOException {
        CamelContext context = gateway.context().getBean(CamelContext.class);
        save("p.xml", plain("p", "/api/p", "one"));
        soon().until(() -> get("/api/p").text().equals("one"));
        List<WeakReference<Route>> old = context.getRoutes().stream()
                .filter(route -> route.getId().matches("[ap](@\\d+)?"))
                .map(WeakReference::new)
                .toList();
        assertThat(old).hasSize(2);

        save("a.xml", template("a", "/api/a", "/two"));
        save("p.xml", plain("p", "/api/p", "two"));
        soon().until(() ->
                target("/api/a/x").equals("/two/x") && get("/api/p").text().equals("two"));

        await().until(() -> {
            System.gc();
            return old.stream().allMatch(route -> route.get() == null);
        });
    }

    @Test
    void aSaveThatIsStillGoingOnIsNotTaken() throws IOException {
        write(folder.resolve("a.xml"), "").make();
        write(folder.resolve("a.xml"), template("a", "/api/a", "/two")).make();

        soon().until(() -> target("/api/a/x").equals("/two/x"));
        assertThat(file("a.xml").error()).isNull();
    }
}
