package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.4: beans of route files are made once, end with their file, and are found whatever the order of the files. */
class FileBeansContractTest {

    private static final String BEAN = "com.fincloud.gateway.contract.CountedBean";

    private static Path folder;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path routes) {
        folder = routes;
        backend = new RecordingBackend();
        gateway = gateway();
    }

    private static TestGateway gateway() {
        return TestGateway.builder().changing(folder).backend(backend).start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        Stream.of(CountedBean.MADE, CountedBean.ENDED, CountedBean.STOPPED, CountedBean.BUILDERS)
                .forEach(count -> count.set(0));
    }

    @AfterEach
    void end() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        await().until(() -> files(gateway).isEmpty());
    }

    private static void save(String name, String text) throws IOException {
        DeployedFile.put(folder, name, text);
        await().until(() -> files(gateway).containsKey(name));
    }

    private static Map<String, String> files(TestGateway of) {
        return of.context().getBean(RouteFolder.class).files().stream()
                .collect(Collectors.toMap(RouteFile::name, FileBeansContractTest::error, (a, b) -> a, TreeMap::new));
    }

    private static String error(RouteFile file) {
        return file.error() == null ? "" : String.valueOf(file.error().getMessage());
    }

    private static String get(String path) throws IOException {
        Http.Reply reply = Http.get(gateway.port(), path, Tokens.bearer());
        return reply.status() == 200 ? reply.text() : String.valueOf(reply.status());
    }

    private static String bean(String name, String text) {
        return """
                - beans:
                    - name: %s
                      type: %s
                      destroyMethod: end
                      properties: { text: %s }
                """
                .formatted(name, BEAN, text);
    }

    private static String user(String id, String bean) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: platform-http:/api/%1$s
                      steps:
                        - process: { ref: %2$s }
                """
                .formatted(id, bean);
    }

    @Test
    void aBeanIsMadeOnceAndEndsWithItsFile() throws IOException {
        save("a.yaml", bean("counted", "one") + user("a", "counted"));

        assertThat(get("/api/a")).isEqualTo("one");
        assertThat(CountedBean.MADE).hasValue(1);
        assertThat(CountedBean.ENDED).hasValue(0);
        save("a.yaml", bean("counted", "two") + user("a", "counted"));
        await().untilAsserted(() -> {
            assertThat(get("/api/a")).isEqualTo("two");
            assertThat(CountedBean.ENDED).hasValue(1);
        });
        assertThat(CountedBean.MADE).hasValue(2);
        Files.delete(folder.resolve("a.yaml"));

        await().untilAsserted(() -> assertThat(CountedBean.ENDED).hasValue(2));
        assertThat(CountedBean.MADE).hasValue(2);
        assertThat(CountedBean.BUILDERS).hasValue(0);
    }

    @Test
    void aBeanOfXmlIsMadeOnceToo() throws IOException {
        save(
                "a.xml",
                """
                <camel>
                  <bean name="first" type="%1$s" destroyMethod="end">
                    <properties><property key="text" value="first"/><property key="other" value="#bean:second"/></properties>
                  </bean>
                  <bean name="second" type="%1$s" destroyMethod="end">
                    <properties><property key="text" value=" second"/></properties>
                  </bean>
                  <route id="a"><from uri="platform-http:/api/a"/><process ref="first"/></route>
                </camel>
                """
                        .formatted(BEAN));

        assertThat(files(gateway)).containsEntry("a.xml", "");
        assertThat(get("/api/a")).isEqualTo("first second");
        assertThat(CountedBean.MADE).hasValue(2);
        Files.delete(folder.resolve("a.xml"));
        await().untilAsserted(() -> assertThat(CountedBean.ENDED).hasValue(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- from: {uri: 'nothing:x'}", "- from: {uri: 'direct:x', steps: [{to: 'bean:nobody'}]}"})
    void aRefusedFileLeavesNoBean(String wrong) throws IOException {
        save("a.yaml", bean("counted", "one") + wrong);

        assertThat(files(gateway).get("a.yaml")).isNotEmpty();
        assertThat(CountedBean.ENDED).hasValue(CountedBean.MADE.get());
        save("a.yaml", user("a", "counted"));
        await().untilAsserted(() -> assertThat(files(gateway).get("a.yaml")).contains("no bean 'counted'"));
    }

    @Test
    void aFileMayUseAnothersBeanWhateverComesFirst() throws IOException {
        save("a.yaml", user("a", "counted"));
        assertThat(files(gateway).get("a.yaml")).contains("no bean 'counted'");
        save("z.yaml", bean("counted", "one"));
        await().untilAsserted(() -> assertThat(get("/api/a")).isEqualTo("one"));
        save("z.yaml", bean("counted", "two"));
        await().untilAsserted(() -> assertThat(get("/api/a")).isEqualTo("two"));

        try (TestGateway restarted = gateway()) {
            assertThat(files(restarted)).isEqualTo(files(gateway)).allSatisfy((name, error) -> assertThat(error)
                    .isEmpty());
        }
        Files.delete(folder.resolve("z.yaml"));
        await().untilAsserted(() -> assertThat(files(gateway).get("a.yaml")).contains("no bean 'counted'"));
        assertThat(get("/api/a")).isEqualTo("two"); // the last good version goes on, with its bean
        save("z.yaml", bean("counted", "three"));

        await().untilAsserted(() -> assertThat(get("/api/a")).isEqualTo("three"));
    }

    /** Camel keeps one endpoint for each URI, and the endpoint keeps its beans. */
    @ParameterizedTest
    @ValueSource(strings = {"log:a?exchangeFormatter=#formatter", "log:a?exchangeFormatter=#bean:formatter"})
    void anEndpointHasTheBeanOfItsVersion(String uri) throws IOException {
        String route = "- route: {id: a, from: {uri: 'platform-http:/api/a', steps: [{to: '%s'}]}}\n".formatted(uri);
        save("a.yaml", formatter("one") + route);
        save("b.yaml", route.replace("id: a", "id: b").replace("/api/a", "/api/b"));
        await().untilAsserted(() -> assertThat(get("/api/b")).isEqualTo("one"));

        save("a.yaml", formatter("two") + route);
        await().untilAsserted(
                        () -> assertThat(List.of(get("/api/a"), get("/api/b"))).containsOnly("two"));
        save("a.yaml", formatter("three") + route + "- from: {uri: 'direct:x', steps: [{to: 'bean:nobody'}]}");
        await().untilAsserted(() -> assertThat(files(gateway).get("a.yaml")).contains("nobody"));
        assertThat(List.of(get("/api/a"), get("/api/b"))).containsOnly("two");
        Files.delete(folder.resolve("b.yaml"));
        Files.delete(folder.resolve("a.yaml"));
        await().until(() -> files(gateway).isEmpty());

        save("a.yaml", formatter("four") + route);

        await().untilAsserted(() -> assertThat(get("/api/a")).isEqualTo("four"));
    }

    private static String formatter(String text) {
        return bean("formatter", text).replace(BEAN, "com.fincloud.gateway.contract.FormatterBean");
    }

    @Test
    void aCheckStopsNobodysBean() throws IOException {
        save("a.yaml", bean("counted", "one") + user("a", "counted"));
        assertThat(get("/api/a")).isEqualTo("one");

        save("b.yaml", user("b", "counted") + "- from: {uri: 'direct:x', steps: [{to: 'bean:nobody'}]}");

        assertThat(files(gateway).get("b.yaml")).isNotEmpty();
        assertThat(CountedBean.STOPPED).hasValue(0);
        assertThat(get("/api/a")).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#repository", "#bean:repository"})
    void aCheckStopsNoBeanOfAnEndpoint(String reference, @TempDir Path files) throws IOException {
        CountedRepository.STOPPED.set(0);
        save("a.yaml", repository("CountedRepository") + poller("a", files, reference) + direct("a"));
        assertThat(files(gateway)).containsEntry("a.yaml", "");

        save("b.yaml", poller("nobody", files, reference));
        save("c.yaml", poller("c", files.resolve("other"), reference) + direct("c"));

        assertThat(files(gateway).get("b.yaml")).contains("nobody");
        assertThat(files(gateway)).containsEntry("c.yaml", "");
        assertThat(CountedRepository.STOPPED).hasValue(0);
        end();
        await().untilAsserted(() -> assertThat(CountedRepository.STOPPED).hasValue(1));
    }

    @Test
    void aServiceOfAFinalClassIsRefusedBecauseACheckWouldStopIt(@TempDir Path files) throws IOException {
        save("a.yaml", repository("CountedRepository$Final"));
        save("b.yaml", poller("b", files, "#repository") + direct("b"));

        assertThat(files(gateway).get("b.yaml"))
                .contains("the bean 'repository' cannot be used")
                .contains("final");
    }

    private static String poller(String id, Path folder, String repository) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: file:%2$s?noop=true&idempotentRepository=%3$s
                      steps: [{to: 'direct:%1$s'}]
                """
                .formatted(id, folder, repository);
    }

    private static String repository(String type) {
        return "- beans: [{name: repository, type: '" + BEAN.replace("CountedBean", type) + "'}]\n";
    }

    private static String direct(String name) {
        return "- route: {id: direct-%1$s, from: {uri: 'direct:%1$s', steps: [{log: x}]}}\n".formatted(name);
    }

    @Test
    void anyOrderOfSavesServesTheSameFilesAsARestart() throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of(
                "a.yaml", user("a", "one"),
                "b.yaml", bean("one", "one") + user("b", "two"),
                "c.yaml", bean("two", "two"),
                "d.yaml", bean("three", "three") + "- from: {uri: 'direct:d', steps: [{to: 'bean:nobody'}]}",
                "e.yaml", user("e", "three")));
        for (List<String> order : List.of(
                List.of("a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"),
                List.of("e.yaml", "d.yaml", "c.yaml", "b.yaml", "a.yaml"),
                List.of("c.yaml", "e.yaml", "a.yaml", "d.yaml", "b.yaml"))) {
            for (String name : order) {
                save(name, Objects.requireNonNull(all.get(name)));
            }
            await().untilAsserted(() -> assertThat(files(gateway).entrySet().stream()
                            .filter(file -> file.getValue().isEmpty())
                            .map(Map.Entry::getKey))
                    .containsExactly("a.yaml", "b.yaml", "c.yaml"));
            try (TestGateway restarted = gateway()) {
                assertThat(files(restarted)).isEqualTo(files(gateway));
            }
            end();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, looks for parts",
        "jackson, looks for parts",
        "simple, looks for parts",
        "direct-component, looks for parts",
        "platform-http-engine, looks for parts",
        "routes-loader-xml, looks for parts",
        "routeFolder, taken by the gateway",
        "camelContext, looks for parts"
    })
    void aNameThatCamelOrTheGatewayUsesIsRefused(String name, String words) throws IOException {
        save("a.yaml", bean(name, "one"));

        assertThat(files(gateway).get("a.yaml")).contains(words);
        assertThat(CountedBean.MADE).hasValue(0);
    }

    @Test
    void aBeanThatCannotBeMadeIsRefusedInItsPlace() throws IOException {
        save("a.yaml", bean("counted", "one").replace(BEAN, "com.example.Nothing"));
        save("b.yaml", bean("other", "one").replace("text:", "txt:"));

        assertThat(files(gateway).get("a.yaml")).contains("'counted' cannot be made", "com.example.Nothing");
        assertThat(files(gateway).get("b.yaml")).contains("'other' cannot be made", "txt");
        assertThat(CountedBean.MADE.get()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- templatedRoute:\n    routeTemplateRef: backend\n    routeId: t\n    beans:\n"
                        + "      - {name: breaker, type: java.lang.Object}\n    parameters:\n"
                        + "      - {name: path, value: /api/t}\n      - {name: service, value: t}\n"
                        + "      - {name: url, value: 'http://127.0.0.1:9'}\n",
                "<templatedRoute routeTemplateRef='backend' routeId='t'>"
                        + "<parameter name='path' value='/api/t'/><parameter name='service' value='t'/>"
                        + "<parameter name='url' value='http://127.0.0.1:9'/>"
                        + "<bean name='breaker' type='java.lang.Object'/></templatedRoute>"
            })
    void aTemplatedRouteBringsNoBeanInPlaceOfTheTemplates(String text) throws IOException {
        String name = text.startsWith("<") ? "t.xml" : "t.yaml";
        save(name, text);

        assertThat(files(gateway).get(name)).contains("a templated route holds no bean");
    }

    @Test
    void aBeanThatIsNotMadeInTimeKeepsNoOtherFileWaiting() throws IOException {
        save("x.yaml", user("x", "slow"));
        save("b.yaml", bean("counted", "one") + user("b", "counted"));
        Files.writeString(
                folder.resolve("a.yaml"),
                bean("slow", "one").replace("destroyMethod: end", "initMethod: hang\n      destroyMethod: end")
                        + user("a", "slow")
                        + user("a2", "counted"));
        await().until(() -> CountedBean.HANGING.get() > 0);
        Files.writeString(folder.resolve("c.yaml"), user("c", "nobody").replace("ref: nobody", "ref: other"));
        Files.writeString(folder.resolve("d.yaml"), bean("other", "two"));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(get("/api/c")).isEqualTo("two");
            assertThat(get("/api/b")).isEqualTo("one");
            assertThat(files(gateway).get("a.yaml")).contains("does not answer");
            assertThat(files(gateway).get("x.yaml")).contains("no bean 'slow'");
        });
        Files.delete(folder.resolve("a.yaml"));
        Files.delete(folder.resolve("b.yaml"));
        Files.delete(folder.resolve("d.yaml"));
        Files.delete(folder.resolve("c.yaml"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(CountedBean.ENDED).hasValue(CountedBean.MADE.get()));
    }
}
