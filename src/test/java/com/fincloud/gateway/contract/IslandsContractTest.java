package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.4: what a route file declares holds for its own routes and goes with it, and a refused file changes nothing. */
class IslandsContractTest {

    /** Fails: nobody listens there. */
    private static final String FAILS =
            """
            - route:
                id: %1$s
                from:
                  uri: platform-http:/api/%1$s
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: broken }
            """;

    private static Path folder;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path routes) {
        folder = routes;
        backend = new RecordingBackend();
        gateway = TestGateway.builder().changing(folder).backend(backend).start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @AfterEach
    void end() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        await().until(() -> files().isEmpty());
    }

    private static void save(String name, String text) throws IOException {
        DeployedFile.put(folder, name, text);
        await().until(() -> files().stream()
                .anyMatch(file -> file.name().equals(name)
                        && (file.error() == null || !file.error().reason().equals("the check has not ended"))));
    }

    private static void serve(String name, String text) throws IOException {
        save(name, text);
        assertThat(error(name)).isEmpty();
    }

    private static void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
        await().until(() -> files().stream().noneMatch(file -> file.name().equals(name)));
    }

    private static List<RouteFile> files() {
        return List.copyOf(gateway.context().getBean(RouteFolder.class).files());
    }

    private static String error(String name) {
        return files().stream()
                .filter(file -> file.name().equals(name) && file.error() != null)
                .map(file -> file.error().line() + ": " + file.error().getMessage())
                .findFirst()
                .orElse("");
    }

    private static Http.Reply get(String path) throws IOException {
        return Http.get(gateway.port(), path, Tokens.bearer());
    }

    private static String answers(String id, String text) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: platform-http:/api/%1$s
                      steps:
                        - setBody: { constant: %2$s }
                """
                .formatted(id, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- restConfiguration: {component: platform-http, contextPath: /api/v1/auth/password-reset}",
                "- rest-configuration: {component: platform-http, contextPath: /api/v1/auth/password-reset}",
                "- rest: {path: /x, get: [{to: 'direct:y'}]}\n"
                        + "- restConfiguration: {contextPath: /api/v1/auth/password-reset, inlineRoutes: true}"
            })
    void aRefusedRestConfigurationMovesNoRest(String refused) throws IOException {
        save("zz.yaml", refused);
        assertThat(error("zz.yaml")).contains("could move the rests of other files");
        delete("zz.yaml");

        serve(
                "r.yaml",
                "- rest: {path: /islands, get: [{path: /here, to: 'direct:here'}]}\n"
                        + "- from: {uri: 'direct:here', steps: [{setBody: {constant: here}}]}\n");

        assertThat(get("/islands/here").text()).isEqualTo("here");
        assertThat(Http.get(gateway.port(), "/islands/here").status()).isEqualTo(401);
        assertThat(Http.get(gateway.port(), "/api/v1/auth/password-reset/islands/here")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.yaml | - interceptSendToEndpoint: {uri: 'http:*', steps: [{stop: {}}]} | calls of other files",
                "a.yaml | - intercept-send-to-endpoint: {uri: 'http:*', steps: [{stop: {}}]} | calls of other files",
                "a.yaml | - dataFormats: [{json: {id: j}}] | marshal or unmarshal step",
                "a.yaml | - routeTemplate: {id: backend, from: {uri: 'direct:x'}} | stand in for",
                "a.yaml | - routeConfiguration: {id: x} | chain of other routes",
                "a.yaml | - kamelet: {name: x} | no entry of a route file",
                "a.yaml | {apiVersion: camel.apache.org/v1, kind: Pipe, metadata: {name: a}} | no YAML list",
                "a.xml | <route id='a'><from uri='direct:a'/><interceptSendToEndpoint uri='http:*'><stop/>"
                        + "</interceptSendToEndpoint><stop/></route> | calls of other files",
                "a.xml | <dataFormats><json id='j'/></dataFormats> | marshal or unmarshal step",
                "a.xml | <dataFormat><json id='j'/></dataFormat> | no route file begins",
                "a.xml | <camel><dataFormats><json id='j'/></dataFormats></camel> | marshal or unmarshal step",
                "a.xml | <camel><component-scan base-package='com.fincloud'/></camel> | every class",
                "a.xml | <camel><restConfiguration contextPath='/api/v1/health'/></camel> | rests of other files",
                "a.xml | <camel><routeTemplate id='backend'><route><from uri='direct:x'/></route></routeTemplate>"
                        + "</camel> | stand in for",
                "a.xml | <camel><routeConfiguration id='x'/></camel> | chain of other routes",
                "a.xml | <camel><property name='x' value='y'/></camel> | does not belong here",
                "a.xml | <beans xmlns='http://www.springframework.org/schema/beans'><bean id='x' class='y'/></beans>"
                        + " | are not read",
                "a.xml | <beans xmlns:s='http://www.springframework.org/schema/beans'><s:bean id='x' class='y'/></beans>"
                        + " | are not read",
                "a.xml | <beans><alias name='http' alias='x'/></beans> | another name",
                "a.xml | <beans><camelContext/></beans> | context of its own",
                "a.xml | <blueprint><bean id='x' class='y'/></blueprint> | no route file begins",
            })
    void whatCamelAppliesToAllIsRefusedWithASentence(String name, String text, String words) throws IOException {
        save(name, text);

        assertThat(error(name)).contains(words);
    }

    @Test
    void anErrorHandlerHoldsForItsOwnFile() throws IOException {
        serve("b.yaml", FAILS.formatted("before"));
        serve(
                "e.yaml",
                "- errorHandler: { deadLetterChannel: { deadLetterUri: 'log:dead' } }\n" + FAILS.formatted("own"));
        serve("f.yaml", FAILS.formatted("later"));

        assertThat(get("/api/own").status()).isLessThan(300);
        assertThat(get("/api/before").status()).isEqualTo(500);
        assertThat(get("/api/later").status()).isEqualTo(500);
        delete("e.yaml");
        serve("g.yaml", FAILS.formatted("after"));

        assertThat(get("/api/after").status()).isEqualTo(500);
    }

    @Test
    void interceptsAndClausesHoldForTheirOwnFile() throws IOException {
        serve("b.yaml", FAILS.formatted("before"));
        serve(
                "i.yaml",
                """
                - onException:
                    exception: [ java.lang.Exception ]
                    handled: { constant: "true" }
                    steps: [ { setBody: { constant: caught } } ]
                - interceptFrom: { steps: [ { setHeader: { name: X-From, constant: own } } ] }
                - intercept: { steps: [ { setHeader: { name: X-Step, constant: own } } ] }
                - onCompletion: { steps: [ { log: done } ] }
                """
                        + FAILS.formatted("own"));
        serve("z.yaml", answers("other", "fine"));

        assertThat(get("/api/own").text()).isEqualTo("caught");
        assertThat(get("/api/own").head()).contains("X-From: own");
        assertThat(get("/api/before").status()).isEqualTo(500);
        assertThat(get("/api/other").head()).doesNotContain("X-From");
        assertThat(get("/api/other").head()).doesNotContain("X-Step");
        delete("i.yaml");
        serve("y.yaml", FAILS.formatted("after"));

        assertThat(get("/api/after").status()).isEqualTo(500);
    }

    @Test
    void aStartupOrderIsAFilesOwn() throws IOException {
        String ordered = "<route id=\"%1$s\" startupOrder=\"1\"><from uri=\"platform-http:/api/%1$s\"/>"
                + "<setBody><constant>%2$s</constant></setBody></route>";
        serve("a.xml", ordered.formatted("a", "one"));
        serve("b.xml", ordered.formatted("b", "one"));
        save("a.xml", ordered.formatted("a", "two"));

        await().until(() -> get("/api/a").text().equals("two"));
        assertThat(error("a.xml")).isEmpty();
    }

    private static String service(String id, String service, String url) {
        return ReloadContractTest.template(id, "/api/" + id, "/" + id)
                .replace("\"budget\"", "\"" + service + "\"")
                .replace("{{BUDGET_SERVICE_URL}}", url);
    }

    private static String page(String path) throws IOException {
        return Http.get(gateway.managementPort(), path).text();
    }

    @Test
    void whatBelongsToAServiceGoesWithItsLastRoute() throws IOException {
        String plain = "<route id=\"y\"><from uri=\"platform-http:/api/y\"/><to uri=\"http:lonely?url=%s\"/></route>"
                .formatted(backend.url());
        serve("x.xml", service("x", "lonely", backend.url()));
        serve("y.xml", plain);
        backend.on("/x/bad", 500, "", "no");
        for (int i = 0; i < 5; i++) {
            get("/api/x/bad");
        }
        assertThat(get("/api/x/good").status()).isEqualTo(503);
        assertThat(get("/api/v1/health/detailed").text()).contains("\"lonely\"", "\"degraded\"");
        assertThat(page("/actuator/prometheus")).contains("lonely");

        delete("x.xml");
        assertThat(get("/api/y").status()).isEqualTo(503);
        delete("y.xml");

        await().untilAsserted(() -> {
            assertThat(get("/api/v1/health/detailed").text())
                    .doesNotContain("lonely")
                    .contains("\"budget\"", "\"portfolio\"", "\"notification\"");
            assertThat(page("/actuator/prometheus")).doesNotContain("lonely").contains("budget");
        });
        backend.forget();
        serve("y.xml", plain);
        assertThat(get("/api/y").status()).isEqualTo(200);
        assertThat(page("/actuator/prometheus")).contains("lonely");
    }

    @Test
    void aServiceHasOneListOfUrls() throws IOException {
        String two = "http://127.0.0.1:1,http://127.0.0.1:2/";
        serve("a.xml", service("a", "lonely", two));
        serve("b.xml", service("b", "lonely", "http://127.0.0.1:2,http://127.0.0.1:1"));
        save("c.xml", service("c", "lonely", "http://127.0.0.1:3"));
        save("d.xml", service("d", "budget", "http://127.0.0.1:3"));
        save(
                "e.yaml",
                "- from: {uri: 'platform-http:/api/e', steps: [{to: {uri: 'http:portfolio', parameters:"
                        + " {url: 'http://127.0.0.1:3'}}}]}");
        serve("f.xml", service("f", "budget", "{{BUDGET_SERVICE_URL}}"));

        assertThat(error("b.xml")).isEmpty();
        assertThat(error("c.xml"))
                .contains(
                        "5: ",
                        "'lonely' is at http://127.0.0.1:1,http://127.0.0.1:2 (a.xml)",
                        "not at http://127.0.0.1:3");
        assertThat(error("d.xml")).contains("5: ", "BUDGET_SERVICE_URL", "not at http://127.0.0.1:3");
        assertThat(error("e.yaml")).contains("PORTFOLIO_SERVICE_URL");
    }

    @Test
    void aTextIsReadAsItIsWritten() throws IOException {
        serve("dots.v2.yml", answers("yml", "yml"));
        serve(
                "bom.xml",
                "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<routes><route id=\"bom\">"
                        + "<from uri=\"platform-http:/api/bom\"/><setBody><constant>bom</constant></setBody></route></routes>");
        serve("bom.yaml", "\ufeff" + answers("mark", "mark"));
        serve(
                "data.yaml",
                """
                - route:
                    id: data
                    from:
                      uri: platform-http:/api/data
                      steps:
                        - to:
                            uri: http://127.0.0.1:1/x
                            parameters: { to: a, from: b, poll: c, wireTap: d }
                """);
        save("twice.yaml", "- route:\n    id: a\n    from: {uri: 'direct:a', steps: [{stop: {}}]}\n    id: b\n");
        save("latin.xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<routes/>");

        assertThat(get("/api/yml").text()).isEqualTo("yml");
        assertThat(get("/api/bom").text()).isEqualTo("bom");
        assertThat(get("/api/mark").text()).isEqualTo("mark");
        assertThat(error("twice.yaml")).contains("4: the key 'id' is given twice");
        assertThat(error("latin.xml")).contains("1: ", "ISO-8859-1", "UTF-8");
    }
}
