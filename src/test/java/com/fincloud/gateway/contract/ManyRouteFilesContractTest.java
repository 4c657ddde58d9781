package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contract 11.4: while many files are checked and loaded, everything else answers from what was published last. */
@Timeout(180)
class ManyRouteFilesContractTest {

    private static final int FILES = 100;

    /** Far more than an answer takes, and far less than the files do together when one has to wait for them. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path routes) throws IOException {
        folder = routes;
        write("stays", "here");
        gateway = TestGateway.builder().with("ROUTES_DIR", folder.toString()).start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    private static void write(String name, String answer) throws IOException {
        Files.writeString(
                folder.resolve(name + ".xml"),
                "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='" + name
                        + "'><from uri='platform-http:/many/" + name + "'/><setBody><constant>" + answer
                        + "</constant></setBody></route></routes>");
    }

    private static String get(String name) throws IOException {
        return Http.get(gateway.port(), "/many/" + name, Tokens.bearer()).text();
    }

    @Test
    void nothingWaitsForThem() throws IOException {
        for (String answer : new String[] {"first", "second"}) {
            for (int i = 0; i < FILES; i++) {
                write("f" + i, answer);
            }
            for (int i = 0; i < FILES; ) {
                i += get("f" + i).equals(answer) ? 1 : 0;
                answersSoon();
            }
        }
    }

    private static void answersSoon() throws IOException {
        long began = System.nanoTime();
        assertThat(Http.get(gateway.port(), "/api/v1/health/ready").status()).isEqualTo(200);
        assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus").status())
                .isEqualTo(200);
        assertThat(Http.get(gateway.managementPort(), "/actuator/routes").status())
                .isEqualTo(200);
        assertThat(get("stays")).isEqualTo("here");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
}
