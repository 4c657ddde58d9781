package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A URI that a step computes of a client's text reaches services and routes, and no component, option, class or file of the client's. */
class ComputedUrisContractTest {

    private static final String SECRET = "your-secret-key-change-in-production";
    private static final String HEADER = "<header>X-To</header>";
    private static final String SIMPLE = "<simple>${header.X-To}</simple>";

    /** The steps that take a whole URI from data. */
    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("list", "<recipientList>" + HEADER + "</recipientList>"),
            Map.entry("list-simple", "<recipientList>" + SIMPLE + "</recipientList>"),
            Map.entry("list-uncached", "<recipientList cacheSize='-1'>" + HEADER + "</recipientList>"),
            Map.entry("list-parallel", "<recipientList parallelProcessing='true'>" + HEADER + "</recipientList>"),
            Map.entry("list-semicolon", "<recipientList delimiter=';'>" + HEADER + "</recipientList>"),
            Map.entry("list-one", "<recipientList delimiter='false'>" + HEADER + "</recipientList>"),
            Map.entry("slip", "<routingSlip>" + HEADER + "</routingSlip>"),
            Map.entry("slip-uncached", "<routingSlip cacheSize='-1'>" + HEADER + "</routingSlip>"),
            Map.entry("router", "<dynamicRouter><simple>${header.X-To}</simple></dynamicRouter>"),
            Map.entry("router-uncached", "<dynamicRouter cacheSize='-1'>" + HEADER + "</dynamicRouter>"),
            Map.entry("enrich", "<enrich>" + SIMPLE + "</enrich>"),
            Map.entry("enrich-uncached", "<enrich cacheSize='-1'>" + HEADER + "</enrich>"),
            Map.entry("poll", "<pollEnrich timeout='0'>" + HEADER + "</pollEnrich>"),
            Map.entry("poll-uncached", "<pollEnrich timeout='0' cacheSize='-1'>" + SIMPLE + "</pollEnrich>"));

    /** Steps that go on where a URI is of no use. */
    private static final Map<String, String> LENIENT = Map.of(
            "lenient-list", "<recipientList ignoreInvalidEndpoints='true'>" + HEADER + "</recipientList>",
            "lenient-slip", "<routingSlip ignoreInvalidEndpoints='true'>" + HEADER + "</routingSlip>",
            "lenient-enrich", "<enrich ignoreInvalidEndpoint='true'>" + HEADER + "</enrich>",
            "lenient-poll", "<pollEnrich timeout='0' ignoreInvalidEndpoint='true'>" + HEADER + "</pollEnrich>",
            "lenient-uncached",
                    "<recipientList cacheSize='-1' ignoreInvalidEndpoints='true'>" + HEADER + "</recipientList>");

    /** Set by a class that a client names. */
    private static final AtomicBoolean MADE = new AtomicBoolean();

    @TempDir
    private static Path folder = Path.of("");

    private static RecordingBackend backend;
    private static TestGateway gateway;

    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    /** A class that only has to be made. */
    public static final class Made {

        /** Tells that it was made. */
        public Made() {
            MADE.set(true);
        }
    }

    private static String route(String id, String steps) {
        return "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='" + id + "'>"
                + "<from uri='platform-http:/" + id + "'/>" + steps + "</route></routes>";
    }

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        Path out = Files.createDirectories(folder.resolve("out/sub"));
        Files.writeString(folder.resolve("secret.txt"), SECRET);
        Map<String, String> files = new LinkedHashMap<>();
        STEPS.forEach((id, step) -> files.put(id + ".xml", route(id, step)));
        LENIENT.forEach((id, step) -> files.put(id + ".xml", route(id, step)));
        String written = "<setBody><constant>written</constant></setBody>";
        String file = "file:" + out.getParent() + "?fileName=${header.X-To}";
        files.put("file.xml", route("file", written + "<toD uri='" + file + "'/>"));
        files.put("file-uncached.xml", route("file-uncached", written + "<toD cacheSize='-1' uri='" + file + "'/>"));
        files.put(
                "file-list.xml",
                route("file-list", written + "<recipientList><simple>" + file + "</simple></recipientList>"));
        files.put(
                "file-poll.xml",
                route(
                        "file-poll",
                        "<pollEnrich timeout='100'><simple>" + file + "&amp;noop=true</simple></pollEnrich>"));
        files.put(
                "file-sub.xml",
                route("file-sub", written + "<toD uri='file:" + out.getParent() + "/${header.X-To}?fileName=x.txt'/>"));
        files.put("file-any.xml", route("file-any", written + "<toD uri='file:${header.X-To}'/>"));
        files.put("bean-any.xml", route("bean-any", "<toD uri='bean:${header.X-To}'/>"));
        files.put("ref-any.xml", route("ref-any", "<toD uri='ref:${header.X-To}'/>"));
        files.put(
                "header-file.xml",
                route("header-file", written + "<to uri='file:" + out.getParent() + "?fileName=fixed.txt'/>"));
        files.put("tap.xml", route("tap", "<wireTap uri='direct:${header.X-To}'/>" + written));
        files.put("option.xml", route("option", "<toD uri='" + backend.url() + "/x?httpMethod=${header.X-To}'/>"));
        files.put(
                "mixed.xml",
                route(
                        "mixed",
                        "<recipientList><simple>direct:a,log:mixed?level=${header.X-To}</simple></recipientList>"));
        files.put(
                "own.xml",
                route("own", "<recipientList><constant>language:simple:own?transform=true</constant></recipientList>"));
        files.put(
                "placeholder.xml",
                route(
                        "placeholder",
                        "<enrich><simple>{{NOT_SET:log:x}}?marker=${header.X-To}</simple></enrich>" + written));
        files.put("static.xml", route("static", "<to uri='log:static'/><setBody><constant>ok</constant></setBody>"));
        files.put(
                "a.xml",
                "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='a'>"
                        + "<from uri='direct:a'/><setBody><constant>a</constant></setBody></route></routes>");
        gateway = TestGateway.builder()
                .backend(backend)
                .with("JWT_SECRET", SECRET)
                .routes(files)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("com.fincloud.gateway.routing.uri.ComputedUris");
    }

    @BeforeEach
    void listen() {
        MADE.set(false);
        events.start();
        logger().addAppender(events);
    }

    @AfterEach
    void hearNoMore() {
        logger().detachAppender(events);
    }

    private static Http.Reply get(String path, String to) throws IOException {
        return Http.get(gateway.port(), path, Tokens.bearer(), "X-To: " + to);
    }

    private static Stream<String> steps() {
        return STEPS.keySet().stream().sorted();
    }

    private static Stream<String> lenient() {
        return LENIENT.keySet().stream().sorted();
    }

    private static List<String> hostile() {
        return List.of(
                "log:static",
                "log:x?showAll=true",
                "LOG:x",
                " log:x",
                "file:" + folder + "?fileName=chosen.txt",
                "file://" + folder + "?fileName=secret.txt&noop=true",
                "controlbus:route?routeId=static&action=stop",
                "language:simple:${env:JWT_SECRET}",
                "language:simple:own?transform=true",
                "class:" + Made.class.getName(),
                "bean:camelContext?method=stop",
                "spring-redis:localhost:1",
                "xslt:file:" + folder + "/secret.txt",
                "ref:direct:a",
                "timer:x",
                "mock:x",
                "stub:x",
                "exec:id",
                "seda:x?queue=#class:" + Made.class.getName(),
                "direct:a?exceptionHandler=#bean:x",
                "direct:a?exceptionHandler=RAW(#class:" + Made.class.getName() + ")",
                "direct:a?exceptionHandler=%23class:" + Made.class.getName(),
                "direct:a?exceptionHandler=%2523class:" + Made.class.getName(),
                "direct:a?exceptionHandler=#type:" + Made.class.getName(),
                "http:x?headerFilterStrategy=#class:" + Made.class.getName(),
                "http:x?a=b?headerFilterStrategy=#class:" + Made.class.getName(),
                "direct:{{JWT_SECRET}}",
                "direct:${env:JWT_SECRET}",
                "direct:$simple{env:JWT_SECRET}",
                "nothing",
                ":x");
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aClientReachesNoComponentOptionOrFile(String step) throws IOException {
        for (String uri : hostile()) {
            events.list.clear();

            Http.Reply reply = get("/" + step, uri);

            assertThat(reply.status()).as(uri).isEqualTo(500);
            assertThat(reply.text()).as(uri).isEqualTo("{\"detail\":\"Internal server error\"}");
            assertThat(events.list).as(uri).hasSize(1);
            assertThat(events.list.get(0).getMessage()).isEqualTo("Computed URI refused");
            assertThat(events.list.get(0).getKeyValuePairs().toString())
                    .contains("route_id=\"" + step + "\"", "step=", "reason=")
                    .doesNotContain(SECRET, "showAll", "secret.txt");
        }
        assertNothingHappened();
    }

    @ParameterizedTest
    @MethodSource("lenient")
    void aStepThatIgnoresInvalidEndpointsReachesNothing(String step) throws IOException {
        for (String uri : hostile()) {
            Http.Reply reply = get("/" + step, uri);

            assertThat(reply.status()).as(uri).isIn(200, 204, 500);
            assertThat(reply.head() + reply.text()).as(uri).doesNotContain(SECRET);
            assertThat(events.list).as(uri).isNotEmpty();
            events.list.clear();
        }
        assertNothingHappened();
    }

    private static void assertNothingHappened() throws IOException {
        assertThat(MADE).isFalse();
        assertThat(folder.resolve("chosen.txt")).doesNotExist();
        assertThat(get("/static", "x").text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aClientReachesRoutesAndServices(String step) throws IOException {
        if (step.startsWith("poll") || step.startsWith("router")) {
            return; // direct: is no source, and this router never ends
        }
        assertThat(get("/" + step, "direct:a").text()).isEqualTo("a");
        assertThat(get("/" + step, backend.url() + "/y?q=1").status()).isEqualTo(200);
        assertThat(backend.last().target()).startsWith("/y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "list-uncached", "list-parallel", "slip", "router"})
    void oneUriOfAListThatIsRefusedEndsTheRequest(String step) throws IOException {
        assertThat(get("/" + step, "direct:a,log:x").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "file-uncached", "file-list", "file-sub"})
    void aFileIsWrittenBelowTheDirectoryOfTheStepOnly(String step) throws IOException {
        assertThat(get("/" + step, step.equals("file-sub") ? "sub" : step + ".txt")
                        .status())
                .isEqualTo(200);
        assertThat(folder.resolve(step.equals("file-sub") ? "out/sub/x.txt" : "out/" + step + ".txt"))
                .hasContent("written");
        for (String name : List.of(
                "../chosen.txt",
                "..",
                "%2e%2e/chosen.txt",
                "a/../../chosen.txt",
                "a&jailStartingDirectory=false",
                "a?fileName=chosen.txt&jailStartingDirectory=false",
                "a&fileName=chosen.txt&doneFileName=chosen.txt",
                "${env:JWT_SECRET}",
                "{{JWT_SECRET}}",
                "a&x=#class:" + Made.class.getName())) {
            boolean isDirectory = step.equals("file-sub") && name.startsWith("a&"); // a directory of that name
            assertThat(get("/" + step, name).status()).as(name).isEqualTo(isDirectory ? 200 : 500);
        }
        assertNothingHappened();
    }

    @Test
    void aFileIsReadBelowTheDirectoryOfTheStepOnly() throws IOException {
        for (String name : List.of("../secret.txt", "%2e%2e%2fsecret.txt", "x&fileName=../secret.txt")) {
            Http.Reply reply = get("/file-poll", name);

            assertThat(reply.status()).as(name).isEqualTo(500);
            assertThat(reply.text()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    file-any     | /tmp?fileName=chosen.txt
                    file-any     | chosen
                    bean-any     | camelContext?method=stop
                    bean-any     | camelContext
                    ref-any      | direct:a
                    """)
    void noDataStandsWhereAComponentTakesCodeOrADirectory(String route, String to) throws IOException {
        assertThat(get("/" + route, to).status()).isEqualTo(500);
        assertNothingHappened();
    }

    @Test
    void aClientAddsNoOptionThatNamesAClass() throws IOException {
        assertThat(get("/option", "GET&headerFilterStrategy=#class:" + Made.class.getName())
                        .status())
                .isEqualTo(500);
        assertThat(MADE).isFalse();
        assertThat(get("/option", "POST").status()).isEqualTo(200);
    }

    @Test
    void theComponentsOfTheStepAreReached() throws IOException {
        assertThat(get("/mixed", "DEBUG").status()).isEqualTo(204);
        assertThat(get("/mixed", "DEBUG&showAll=true").status()).isEqualTo(500);
        assertThat(get("/mixed", "DEBUG,file:" + folder + "?fileName=chosen.txt")
                        .status())
                .isEqualTo(500);
        assertThat(get("/own", "x").text()).isEqualTo("own");
        assertThat(get("/placeholder", "x").status()).isEqualTo(200);
        assertNothingHappened();
    }

    @Test
    void aTapIsCheckedAsWell() throws IOException {
        assertThat(get("/tap", "a").status()).isEqualTo(200);
        assertThat(events.list).isEmpty();

        assertThat(get("/tap", "a?exceptionHandler=#class:" + Made.class.getName())
                        .status())
                .isIn(200, 500);

        await().untilAsserted(() -> assertThat(events.list).hasSize(1));
        assertThat(MADE).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelFileName",
                "CamelOverruleFileName",
                "camelfilename",
                "CamelHttpUri",
                "CamelFileNameConsumed"
            })
    void aClientsFieldOverridesNoFileName(String name) throws IOException {
        Http.Reply reply = Http.get(
                gateway.port(),
                "/header-file?" + name + "=chosen.txt",
                Tokens.bearer(),
                name + ": " + folder.resolve("chosen.txt"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(folder.resolve("out/fixed.txt")).hasContent("written");
        assertThat(folder.resolve("out/chosen.txt")).doesNotExist();
        assertNothingHappened();
    }
}
