package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code routes} lists what is served, and to whom. */
class RoutesCommandTest {

    private static Command command = new Command(-1, "", "");
    private static String folder = "";

    @BeforeAll
    static void list() {
        folder = Command.folder(Map.of(
                        "auth.xml", Command.backend("auth", "/api/v1/auth"),
                        "admin.xml",
                                Command.backend(
                                        "admin",
                                        "/api/v1/admin",
                                        "roles",
                                        "root,admin",
                                        "limitPerMinute",
                                        "5",
                                        "timeout",
                                        "2.5",
                                        "maxBody",
                                        "1MB",
                                        "methods",
                                        "GET,PUT"),
                        "inside.xml", Command.plain("inside", "direct:inside", "<stop/>"),
                        "plain.xml",
                                Command.plain(
                                        "plain",
                                        "platform-http:/api/v1/plain",
                                        "<to uri=\"http:stocks?url=http://s:1\"/>"),
                        "broken.xml", "<routes>"))
                .toString();
        command = Command.run("routes", folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/api/v1/admin/**; GET,PUT  admin  role admin|root  5/min  2.5 s  1MB  admin.xml  admin",
                "/api/v1/auth/**; all  auth  token, partly public  -  30 s  10MB  auth.xml  auth",
                "/api/v1/plain; all  stocks  token  -  -  10MB  plain.xml  plain",
                "direct:inside; -  -  inside  -  -  10MB  inside.xml  inside",
                "/health; GET,HEAD  -  public  -  -  10MB  (gateway)  gateway-health"
            })
    void aRouteIsALine(String path, String cells) {
        assertThat(command.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .contains(path + "  " + cells);
    }

    @Test
    void brokenFilesAreLeftOutAndMentioned() {
        assertThat(command.status()).isZero();
        assertThat(command.err()).contains("'validate' says why");
    }

    @Test
    void aFileIsListedAlone() {
        assertThat(Command.run("routes", folder + "/auth.xml").out().lines().skip(1))
                .singleElement()
                .asString()
                .contains("/api/v1/auth/**");
    }

    @Test
    void jsonHasTheSame() throws IOException {
        JsonNode routes = new ObjectMapper()
                .readTree(Command.run("routes", folder, "--json").out())
                .get("routes");

        JsonNode first = routes.get(0);
        assertThat(first.get("id").asText()).isEqualTo("admin");
        assertThat(first.get("methods")).hasSize(2);
        assertThat(first.get("maxBody").asLong()).isEqualTo(1 << 20);
    }
}
