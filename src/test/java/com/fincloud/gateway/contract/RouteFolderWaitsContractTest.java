package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 11.4: nothing that a route file holds or refers to makes anybody wait, and no folder is taken for a good one. */
class RouteFolderWaitsContractTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private void save(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static String plain(String id, String text) {
        return """
                <routes>
                  <route id="%s">
                    <from uri="platform-http:/api/%s"/>
                    <setBody><constant>%s</constant></setBody>
                  </route>
                </routes>
                """
                .formatted(id, id, text);
    }

    private TestGateway gateway() {
        return TestGateway.builder().changing(folder).start();
    }

    private static String get(TestGateway gateway, String path) throws IOException {
        return Http.get(gateway.port(), path, Tokens.bearer()).text();
    }

    private static RouteFile file(TestGateway gateway, String name) {
        return gateway.context().getBean(RouteFolder.class).files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHostThatSaysNothingKeepsNeitherTheStartNorAnotherFileNorHealthWaiting() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            save("good.xml", plain("good", "one"));
            save(
                    "silent.xml",
                    "<routes><route id=\"s\"><from uri=\"platform-http:/s\"/><to uri=\"validator:http://127.0.0.1:"
                            + silent.getLocalPort() + "/a.xsd\"/></route></routes>");
            try (TestGateway gateway = gateway()) {
                assertThat(get(gateway, "/api/good")).isEqualTo("one");
                assertThat(file(gateway, "silent.xml").error()).isNotNull();
                assertThat(get(gateway, "/api/v1/health/detailed")).contains("\"status\":\"degraded\"");

                save(
                        "silent2.xml",
                        Files.readString(folder.resolve("silent.xml")).replace("/s\"", "/s2\""));
                save("good.xml", plain("good", "two"));

                await().atMost(LONG).until(() -> get(gateway, "/api/good").equals("two"));
                await().atMost(LONG).until(() -> file(gateway, "silent2.xml").error() != null);
                assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus")
                                .status())
                        .isEqualTo(200);
                await().atMost(LONG).untilAsserted(() -> assertThat(
                                file(gateway, "silent2.xml").error())
                        .hasMessageContaining("does not answer"));
            }
        }
    }

    @Test
    void aBusyTimerEndsItsWorkAndDelaysNoOtherFile() throws IOException {
        String timer = "<routes><route id=\"t\"><from uri=\"timer:t?delay=0&amp;period=100\"/>"
                + "<setBody><constant>x</constant></setBody><delay><constant>%s</constant></delay>"
                + "<to uri=\"file:%s?fileName=%s\"/></route></routes>";
        Path done = folder.resolve("..done");
        save("t.xml", timer.formatted("12000", done, "first"));
        save("good.xml", plain("good", "one"));
        try (TestGateway gateway = gateway()) {
            save("t.xml", timer.formatted("1", done, "second"));
            save("good.xml", plain("good", "two"));

            await().atMost(LONG).until(() -> get(gateway, "/api/good").equals("two"));
            assertThat(Files.exists(done.resolve("first")))
                    .as("the other file waited for the work")
                    .isFalse();
            await().atMost(LONG).until(() -> Files.exists(done.resolve("second")));
            assertThat(Files.exists(done.resolve("first")))
                    .as("the work was ended, and before its successor began")
                    .isTrue();
        }
    }

    @Test
    void aFileThatIsTooLargeIsRefusedWithTheBound() throws IOException {
        save("large.xml", "<routes><!--" + "x".repeat(2 * 1024 * 1024) + "--></routes>");
        save("good.xml", plain("good", "one"));
        try (TestGateway gateway = gateway()) {
            assertThat(file(gateway, "large.xml").error()).hasMessageContaining("1048576 bytes");
            assertThat(get(gateway, "/api/good")).isEqualTo("one");
        }
    }

    @Test
    void aSlowWriterIsWaitedFor() throws Exception {
        save("good.xml", plain("good", "one"));
        try (TestGateway gateway = gateway()) {
            String head = "- route:\n    id: y\n    from:\n      uri: platform-http:/api/y\n      steps:\n";
            String first = "        - setBody:\n            constant: cut\n";
            Files.writeString(folder.resolve("y.yaml"), head + first);
            String xml = plain("x", "one");
            Files.writeString(folder.resolve("x.xml"), xml.substring(0, xml.length() - 4));
            for (int i = 0; i < 4; i++) {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
                assertThat(Http.get(gateway.port(), "/api/y", Tokens.bearer()).status())
                        .isEqualTo(404);
                assertThat(gateway.context().getBean(RouteFolder.class).healthy())
                        .isTrue();
                Files.writeString(
                        folder.resolve("x.xml"),
                        xml.substring(xml.length() - 4 + i, xml.length() - 3 + i),
                        java.nio.file.StandardOpenOption.APPEND);
                Files.writeString(
                        folder.resolve("y.yaml"),
                        "        - setHeader:\n            name: x\n            constant: y\n",
                        java.nio.file.StandardOpenOption.APPEND);
            }

            await().atMost(LONG).until(() -> get(gateway, "/api/y").equals("cut"));
            await().atMost(LONG).until(() -> get(gateway, "/api/x").equals("one"));
        }
    }

    @Test
    void aFolderThatIsNotThereMakesTheGatewayNotReadyUntilItComes() throws IOException {
        Path later = folder.resolve("later");
        try (TestGateway gateway = TestGateway.builder().changing(later).start()) {
            Http.Reply ready = Http.get(gateway.port(), "/api/v1/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text()).contains("route folder not readable");

            Files.createDirectory(later);

            await().atMost(LONG)
                    .until(() ->
                            Http.get(gateway.port(), "/api/v1/health/ready").status() == 200);
            assertThat(get(gateway, "/api/v1/health/detailed")).contains("\"status\":\"degraded\"");
            Files.writeString(later.resolve("good.xml"), plain("good", "one"));
            await().atMost(LONG).until(() -> get(gateway, "/api/good").equals("one"));
        }
    }
}
