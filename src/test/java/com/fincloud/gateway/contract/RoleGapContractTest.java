package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service's path that one route guards with roles, and to which another route leads without them, is told. */
@ExtendWith(OutputCaptureExtension.class)
class RoleGapContractTest {

    private static final String AUDIT = Command.backend("audit", "/api/v1/audit", "roles", "admin,auditor");

    private static String service(String file) {
        return file.replaceAll("name=\"service\" value=\"[^\"]*\"", "name=\"service\" value=\"budget\"")
                .replaceAll("http://[a-z-]+:8001", "http://budget-service:8001");
    }

    private static String validate(Map<String, String> files) {
        Map<String, String> all = new HashMap<>();
        files.forEach((name, text) -> all.put(name, service(text)));
        Command command = Command.run("validate", Command.folder(all).toString());
        assertThat(command.status()).as(command.out()).isZero();
        return command.out();
    }

    private static String open(String path, String... parameters) {
        return Command.backend("open", path, parameters);
    }

    private static String plain(String path, String options) {
        return Command.plain(
                "open",
                "platform-http:" + path,
                "    <to uri=\"http:budget?url=http://budget-service:8001" + options + "\"/>");
    }

    @Test
    void theWarningNamesBothPlaces() {
        assertThat(validate(Map.of("audit.xml", AUDIT, "open.xml", open("/api/v1/budget", "rewrite", "/api/v1"))))
                .contains(
                        "audit.xml:3:35: warning: route 'audit' asks for the roles admin, auditor at /api/v1/audit of"
                                + " service 'budget', and route 'open' (open.xml:3) leads there without them by"
                                + " /api/v1/budget/audit",
                        "2 files, 0 errors, 1 warning");
    }

    @Test
    void everyWayToThePathCounts() {
        List<String> ways = List.of(
                open("/api/v2", "rewrite", "/"),
                open("/api/v2", "rewrite", "/api/v1/audit/entries"),
                open("/api/v2", "rewrite", "/api/v1/audit/"),
                open("/api/v2", "rewrite", "/api", "methods", "HEAD"),
                open("/api/v2", "rewrite", "/api/v1", "roles", "admin,user"),
                plain("/api/v2", "&amp;path=/api/v1/audit/7"),
                plain("/api/v2?matchOnUriPrefix=true", "&amp;prefix=/api/v2&amp;rewrite=/api/v1"),
                plain("/api/v2/{id}", "&amp;prefix=/api/v2&amp;rewrite=/api/v1/audit"));
        for (String way : ways) {
            assertThat(validate(Map.of("audit.xml", AUDIT, "open.xml", way)))
                    .as(way)
                    .contains("warning: route 'audit' asks for the roles", "route 'open' (open.xml:3)");
        }
    }

    @Test
    void whatDoesNotLeadThereOrAsksForTheRolesIsNoGap() {
        List<String> ways = List.of(
                open("/api/v2", "rewrite", "/api/v1/auditx"),
                open("/api/v2", "rewrite", "/api/v1/other"),
                open("/api/v2", "rewrite", "/api/v1", "roles", "admin"),
                open("/api/v1/audit/open"),
                plain("/api/v2", "&amp;path=/api/v1"),
                plain("/api/v2", ""));
        for (String way : ways) {
            assertThat(validate(Map.of("audit.xml", AUDIT, "open.xml", way)))
                    .as(way)
                    .doesNotContain("route 'audit' asks for the roles");
        }
    }

    @Test
    void aGuardAtTheSecondDoorClosesTheGap() throws IOException {
        String example = Files.readString(Path.of("routes/examples/roles.xml"));
        String first =
                example.substring(0, example.indexOf("</templatedRoute>")) + "</templatedRoute></templatedRoutes>";
        String routes = Files.readString(Path.of("routes/budget.xml"));

        assertThat(validate(Map.of("roles.xml", first, "budget.xml", routes)))
                .contains("route 'audit' asks for the roles")
                .contains("leads there without them by /api/v1/budget/audit");
        assertThat(validate(Map.of("roles.xml", example, "budget.xml", routes)))
                .doesNotContain("asks for the roles", "takes the requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes", "routes/examples"})
    void whatIsShippedHasNone(String folder) {
        assertThat(Command.run("validate", folder).out()).doesNotContain("asks for the roles");
    }

    @Test
    void theLogTellsOfEachPairOnce(CapturedOutput output, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("audit.xml"), service(AUDIT));
        Files.writeString(folder.resolve("open.xml"), service(open("/api/v1/budget", "rewrite", "/api/v1")));
        try (TestGateway gateway = TestGateway.builder().changing(folder).start()) {
            DeployedFile.put(folder, "later.xml", service(Command.backend("later", "/api/v1/later")));
            org.awaitility.Awaitility.await()
                    .until(() -> Http.get(gateway.port(), "/api/v1/later/x", Tokens.bearer())
                                    .status()
                            != 404);
        }

        assertThat(output.getAll().lines().filter(line -> line.contains("Roles can be passed by")))
                .singleElement()
                .asString()
                .contains("audit.xml", "open.xml", "/api/v1/budget/audit");
    }
}
