package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract 11.2: {@code validate} says offline what the gateway would say of its route files. */
class ValidateCommandTest {

    private static Path folder = Path.of("");
    private static Command broken = new Command(-1, "", "");

    @BeforeAll
    static void validateAFolderWithBrokenFiles() {
        folder = Command.folder(Map.of(
                "a.xml", Command.backend("orders", "/api/v1/orders"),
                "b.xml", Command.backend("orders", "/api/v1/others"),
                "c.xml", Command.backend("stocks", "/api/v1/orders"),
                "d.xml", Command.plain("steal", "platform-http:/health", "    <to uri=\"http://x:1/y\"/>"),
                "e.xml",
                        Command.backend("slips", "/api/v1/slips", "timout", "5", "retrys", "1")
                                .replace("http://slips:8001", "{{BUDGET_SERVICE_UR}}"),
                "notes.txt", "no route file"));
        broken = Command.run("validate", folder.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aBrokenFileEndsWithStatus1() {
        assertThat(broken.status()).isEqualTo(1);
    }

    @Test
    void anErrorIsALineWithFileLineAndColumn() {
        assertThat(broken.out())
                .contains(file("e.xml") + ":6:22: error: the template 'backend' has no parameter 'timout'");
    }

    @Test
    void anErrorAsksWhatWasMeant() {
        assertThat(broken.out()).containsPattern("e\\.xml:6:22: .*\\(did you mean 'timeout'\\?\\)");
    }

    @Test
    void everyWrongValueOfARouteIsFoundAtOnce() {
        String route = Command.backend(
                        "many",
                        "api/v1/many",
                        "timeout",
                        "5 s",
                        "retries",
                        "99",
                        "limitPerHour",
                        "0",
                        "cost",
                        "{{NONE}}")
                .replace("http://many:8001", "nonsense");
        Path file = Command.folder(Map.of("many.xml", route)).resolve("many.xml");

        Command one = Command.run("validate", file.toString());

        assertThat(one.status()).isEqualTo(1);
        assertThat(one.out())
                .containsSubsequence(
                        "many.xml:3:",
                        "path=api/v1/many is not usable",
                        "url=nonsense is not usable",
                        "timeout=5 s is not usable",
                        "retries=99 is not usable",
                        "limitPerHour=0 is not usable",
                        "{{NONE}}",
                        "6 errors");
    }

    @Test
    void everyProblemOfAFileIsFoundAtOnce() {
        assertThat(broken.out())
                .contains("e.xml:5:34: error: the placeholder {{BUDGET_SERVICE_UR}}", "e.xml:7:22: error:");
    }

    @Test
    void anIdOfAnotherFileIsTaken() {
        assertThat(broken.out()).contains(file("b.xml") + ":2:55: error: route 'orders': the id orders is taken by");
    }

    @Test
    void aPathOfAnotherFileIsTaken() {
        assertThat(broken.out())
                .contains(
                        file("c.xml") + ":3:35: error: route 'stocks': the path /api/v1/orders (GET) is taken by route"
                                + " 'orders' (a.xml)");
    }

    @Test
    void aPathOfTheGatewayItselfIsTaken() {
        assertThat(broken.out())
                .contains("d.xml:3:16: error: route 'steal': the path /health (GET) is taken by the gateway");
    }

    @Test
    void theLastLineCounts() {
        assertThat(broken.out().lines()).last().isEqualTo("5 files, 6 errors, 1 warning");
    }

    @Test
    void nothingIsLoggedBesides() {
        assertThat(broken.out().lines()).hasSize(8);
        assertThat(broken.err()).isEmpty();
    }

    @Test
    void jsonHasTheSame() throws IOException {
        Command json = Command.run("validate", "--json", folder.toString());

        JsonNode report = new ObjectMapper().readTree(json.out());
        assertThat(json.status()).isEqualTo(1);
        assertThat(report.get("files")).hasSize(5);
        assertThat(report.get("warnings")).hasSize(1);
        assertThat(report.get("errors").findValuesAsText("hint")).contains("timeout", "retries", "BUDGET_SERVICE_URL");
        JsonNode error = report.get("errors").get(0);
        assertThat(error.get("file").asText()).isEqualTo(file("b.xml"));
        assertThat(error.get("line").asInt()).isEqualTo(2);
        assertThat(error.get("column").asInt()).isEqualTo(55);
        assertThat(error.get("severity").asText()).isEqualTo("error");
        assertThat(error.get("message").asText()).contains("is taken by");
    }

    @Test
    void theGatewaysOwnRoutesPass() {
        Command command = Command.run("validate", "routes");

        assertThat(command.out()).contains("3 files, 0 errors");
        assertThat(command.status()).isZero();
    }

    @Test
    void theFolderIsRoutesDirWhenNoneIsNamed() {
        Command command = Command.run(Map.of("ROUTES_DIR", folder.toString()), Path.of("nowhere"), "validate");

        assertThat(command.out()).contains("5 files, 6 errors");
    }

    @Test
    void aFileOutsideOfRoutesDirIsCheckedAlone() {
        Command duplicate = Command.run("--json", "validate", file("b.xml"));
        Command wrong = Command.run("validate", file("e.xml"));

        assertThat(duplicate.status()).isZero();
        assertThat(duplicate.out()).contains("b.xml").doesNotContain("a.xml");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.out()).contains("e.xml:6:22", "1 file, 3 errors").doesNotContain("d.xml");
    }

    @Test
    void aFileOfRoutesDirIsCheckedAmongTheOthers() {
        Command command =
                Command.run(Map.of("ROUTES_DIR", folder.toString()), Path.of("nowhere"), "validate", file("b.xml"));

        assertThat(command.status()).isEqualTo(1);
        assertThat(command.out())
                .contains("the id orders is taken by", "1 file, 1 error")
                .doesNotContain("d.xml");
    }

    @Test
    void aFileThatIsNoneIsNamed() {
        assertThat(Command.run("validate", file("notes.txt")).err())
                .contains("there is no route file '" + file("notes.txt"));
        Command none = Command.run("validate", file("z.xml"));
        assertThat(none.err()).contains("there is no folder '" + file("z.xml") + "', and no file");
        assertThat(none.status()).isEqualTo(1);
    }

    @Test
    void aMalformedDotEnvAndANearMissAreTold() throws IOException {
        Path home = Command.folder(Map.of(".env", "A='b\n"));
        Command malformed = Command.run(Map.of(), home, "validate", "routes");
        Command misspelt = Command.run(Map.of("RATE_LIMIT_PER_MINUT", "5"), home.resolve("none"), "validate", "routes");

        assertThat(malformed.err())
                .isEqualToIgnoringNewLines("The gateway does not start: .env, line 1: a quote is not closed");
        assertThat(malformed.status()).isEqualTo(1);
        assertThat(misspelt.err())
                .startsWith("warning: RATE_LIMIT_PER_MINUT is no variable")
                .contains("RATE_LIMIT_PER_MINUTE?");
        assertThat(misspelt.status()).isZero();
    }

    @Test
    void placeholdersComeFromDotEnv() throws IOException {
        Path home = Command.folder(Map.of(".env", "STOCKS_URL=http://stocks:1\n"));
        Path files = Command.folder(
                Map.of("s.xml", Command.backend("s", "/api/v1/s").replace("http://s:8001", "{{STOCKS_URL}}")));

        assertThat(Command.run(Map.of(), home, "validate", files.toString()).status())
                .isZero();
        assertThat(Command.run(Map.of(), files, "validate", files.toString()).status())
                .isEqualTo(1);
    }

    @Test
    void noRouteDoesAnythingByItself() {
        Path done = folder.resolve("done");
        Path files = Command.folder(Map.of(
                "t.xml",
                Command.plain(
                        "t", "timer:t?delay=0&amp;repeatCount=1", "    <to uri=\"file:" + done + "?fileName=x\"/>")));

        Command command = Command.run("validate", files.toString());

        assertThat(command.status()).isZero();
        assertThat(Files.exists(done)).isFalse();
    }

    @Test
    void aVariableThatIsNotAcceptedIsNamed() {
        Command command =
                Command.run(Map.of("SERVICE_PORT", "eighty"), Path.of("nowhere"), "validate", folder.toString());

        assertThat(command.status()).isEqualTo(1);
        assertThat(command.err()).contains("SERVICE_PORT=eighty is not usable");
    }

    @Test
    void aFolderThatIsNotThereDoesNotPass() {
        Command command = Command.run("validate", "no/such/folder");

        assertThat(command.status()).isEqualTo(1);
        assertThat(command.err()).contains("there is no folder 'no/such/folder'");
    }

    @Test
    void aFolderWithoutARouteFileDoesNotPass() {
        for (Path nothing :
                List.of(Command.folder(Map.of()), Command.folder(Map.of("notes.txt", "x", ".a.xml", "x")))) {
            Command command = Command.run("validate", nothing.toString());

            assertThat(command.status()).isEqualTo(1);
            assertThat(command.out()).contains("0 files, 0 errors");
            assertThat(command.err()).contains("there is no route file in '" + nothing);
        }
    }

    @Test
    void theFileOfTheIssuersIsChecked() throws IOException {
        Path issuers = Files.writeString(folder.resolve("issuers.txt"), "issuers:\n  - {name: staff, isuer: x}\n");

        Command command = Command.run(
                Map.of("JWT_ISSUERS", issuers.toString()), Path.of("no/such/folder"), "validate", folder.toString());

        assertThat(command.status()).isEqualTo(1);
        assertThat(command.out()).contains(issuers + ":2:19: error: unknown key 'isuer'", "did you mean 'issuer'?");
    }

    @Test
    void eachFileOfAGroupThatSharesABeanHasItsOwnVerdict() {
        Map<String, String> files = new TreeMap<>();
        files.put("bean.yaml", "- beans: [{name: shared, type: java.lang.Object}]\n");
        for (int i = 10; i < 40; i++) {
            files.put("f" + i + ".yaml", "- from: {uri: 'nothing" + i + ":shared', steps: [{log: x}]}\n");
        }

        Command command = Command.run("validate", Command.folder(files).toString());

        for (int i = 10; i < 40; i++) {
            assertThat(command.out()).contains("f" + i + ".yaml:1:16: error: there is no component 'nothing" + i + "'");
        }
        assertThat(command.out()).contains("31 files, 30 errors");
    }

    @Test
    void anOptionInDashesIsTheOptionThatCamelMakesOfIt() {
        String route =
                """
                - from:
                    uri: direct:a
                    steps:
                      - to: {uri: 'log:x', parameters: {show-all: false, show-nothing: true}}
                      - to: 'log:x?show-body=true&show-nobody=true'
                """;

        Command command =
                Command.run("validate", Command.folder(Map.of("a.yaml", route)).toString());

        assertThat(command.out())
                .contains("no option 'show-nothing'")
                .contains("no option 'show-nobody'")
                .contains("1 file, 2 errors");
    }

    @Test
    void aStepWithoutStepsIsNamedAsTheFileNamesIt() {
        String route = "- from:\n    uri: direct:a\n    steps:\n      - log: x\n      - doTry: {doCatch: []}\n";

        Command command =
                Command.run("validate", Command.folder(Map.of("a.yaml", route)).toString());

        assertThat(command.out())
                .contains("a.yaml:5:")
                .contains("'doTry' has no steps")
                .doesNotContain("@");
    }
}
