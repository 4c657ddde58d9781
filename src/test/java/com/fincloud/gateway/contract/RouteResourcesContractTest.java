package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.routefile.RouteFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route file names by a URL is fetched within bounds, also when it is loaded after a check that went well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteResourcesContractTest {

    private static final String SCHEMA =
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">%s<xs:element name=\"%s\"/></xs:schema>";
    private static final String SHEET =
            "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">%s</xsl:stylesheet>";
    private static final String HEAD = "HTTP/1.1 200 OK\nContent-Length: %d\n\n";

    private RecordingBackend backend;
    private TestGateway gateway;
    private Path folder;
    private String url;

    @BeforeAll
    void start(@TempDir Path routes) throws IOException {
        folder = routes;
        backend = new RecordingBackend();
        url = backend.url();
        save("good", "<setBody><constant>0</constant></setBody>");
        gateway = TestGateway.builder().changing(folder).start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private void save(String name, String steps) throws IOException {
        Path file = Files.writeString(
                folder.resolve(".." + name),
                "<routes><route id=\"" + name + "\"><from uri=\"platform-http:/api/" + name + "\"/>" + steps
                        + "</route></routes>");
        Files.move(
                file,
                folder.resolve(name + ".xml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void answers(String path, String text) {
        backend.on(path, (request, socket, out) -> answer(out, text));
    }

    private static void answer(OutputStream out, String text) throws IOException {
        out.write(RecordingBackend.head(HEAD.formatted(text.length())));
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String error(String name) {
        return gateway.context().getBean(RouteFolder.class).files().stream()
                .filter(file -> file.name().equals(name + ".xml"))
                .map(file -> file.error() == null ? "" : file.error().getMessage())
                .findFirst()
                .orElse("");
    }

    private void awaitGood(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Http.get(gateway.port(), "/api/good", Tokens.bearer())
                .text()
                .equals(text));
    }

    private String steps(String kind) {
        answers("/whole.xsd", SCHEMA.formatted("<xs:include schemaLocation=\"part.xsd\"/>", "r"));
        answers("/whole.xsl", SHEET.formatted("<xsl:import href=\"part.xsl\"/>"));
        return switch (kind) {
            case "schema" -> "<to uri=\"validator:" + url + "/part.xsd\"/>";
            case "include" -> "<to uri=\"validator:" + url + "/whole.xsd\"/>";
            case "sheet" -> "<to uri=\"xslt:" + url + "/part.xsl\"/>";
            case "import" -> "<to uri=\"xslt:" + url + "/whole.xsl\"/>";
            default -> "<setBody><simple>resource:" + url + "/part.txt</simple></setBody>";
        };
    }

    /** Answers a path as often as a check asks for it, and then no more. */
    private AtomicInteger hangsAfter(int answered, String path, String text, CountDownLatch end) {
        AtomicInteger asked = new AtomicInteger();
        backend.on(path, (request, socket, out) -> {
            if (asked.incrementAndGet() > answered) {
                boolean unused = awaitQuietly(end, 60);
            }
            answer(out, text);
        });
        return asked;
    }

    private static boolean awaitQuietly(CountDownLatch latch, int seconds) {
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"schema, .xsd, 1", "include, .xsd, 2", "sheet, .xsl, 1", "import, .xsl, 1", "text, .txt, 1"})
    void aServerThatHangsAtTheLoadKeepsNoOtherFileWaiting(String kind, String ending, int inCheck) throws Exception {
        String text =
                ending.equals(".xsd") ? SCHEMA.formatted("", "s") : ending.equals(".xsl") ? SHEET.formatted("") : "t";
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger asked = hangsAfter(inCheck, "/part" + ending, text, end);
        try {
            save(kind, steps(kind));
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() > inCheck);

            save("good", "<setBody><constant>" + kind + "</constant></setBody>");

            assertThat(Http.get(gateway.port(), "/health").status()).isEqualTo(200);
            awaitGood(kind);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(error(kind)).contains("does not answer within 4 s"));
        } finally {
            end.countDown();
            Files.delete(folder.resolve(kind + ".xml"));
        }
    }

    @Test
    void aWholeResourceIsUsed() throws Exception {
        answers("/part.xsd", SCHEMA.formatted("", "s"));
        save("used", steps("include") + "<setBody><constant>valid</constant></setBody>");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Http.send(
                                gateway.port(),
                                "POST",
                                "/api/used",
                                "<s/>".getBytes(StandardCharsets.US_ASCII),
                                Tokens.bearer())
                        .text())
                .isEqualTo("valid"));
    }

    @Test
    void whatIsTooLongOrNotThereIsRefusedWithTheReason() throws Exception {
        answers("/long.xsd", SCHEMA.formatted("<!--" + "x".repeat(1 << 20) + "-->", "s"));
        save("long", "<to uri=\"validator:" + url + "/long.xsd\"/>");
        backend.on("/gone.xsd", "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n", new byte[0]);
        save("gone", "<to uri=\"validator:" + url + "/gone.xsd\"/>");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(error("long")).contains("more than 1048576 bytes");
            assertThat(error("gone")).contains("status 404");
        });
    }

    /** Many slow parts together have the time of one. */
    @Test
    void allThatAFileNamesHasOneBoundOfTime() throws Exception {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            parts.append("<xs:include schemaLocation=\"slow").append(i).append(".xsd\"/>");
            String element = SCHEMA.formatted("", "e" + i);
            backend.on("/slow" + i + ".xsd", (request, socket, out) -> {
                boolean unused = awaitQuietly(new CountDownLatch(1), 1);
                answer(out, element);
            });
        }
        answers("/many.xsd", SCHEMA.formatted(parts.toString(), "s"));
        save("many", "<to uri=\"validator:" + url + "/many.xsd\"/>");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(error("many")).contains("does not answer within 4 s"));
    }
}
