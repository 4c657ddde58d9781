package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.cli.Arguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a command, what is a start, and what is neither. */
class UsageCommandTest {

    @ParameterizedTest
    @CsvSource({
        "valdate, unknown command 'valdate'",
        "validate --jsn, unknown option '--jsn'",
        "--jsn validate, unknown option '--jsn'",
        "validate -x, unknown option '-x'",
        "--SERVICE_PORT=9000 validate, unknown option '--SERVICE_PORT'",
        "help --json, unknown option '--json'",
        "completion fish, no completion for 'fish'",
        "explain GET api/v1/x, write /api/v1/x",
        "explain GET https://gw.example/api/v1/x?y=1, 'write only its path, /api/v1/x?y=1'",
        "explain GET, 'explain' takes 2 or 3 arguments",
        "explain GET /x --request-id=1, with --request-id 'explain' takes no method and no path",
        "validate a b, 'validate' takes at most 1 argument",
        "completion, 'completion' takes 1 argument",
        "help me, 'help' takes no argument"
    })
    void wrongUsageIsToldOnStandardErrorAndEndsWithStatus2(String line, String complaint) {
        Command command = Command.run(line.split(" "));

        assertThat(command.status()).isEqualTo(2);
        assertThat(command.err()).contains(complaint, "usage: java -jar api-gateway.jar");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void wrongUsageShowsTheFormsOfThatCommandOnly() {
        assertThat(Command.run("explain", "GET").err())
                .contains("explain METHOD PATH [dir]", "explain --request-id=ID")
                .doesNotContain("api-key", "validate");
        assertThat(Command.run("expalin", "GET").err()).contains("did you mean 'explain'?", "api-key", "validate");
    }

    @Test
    void helpIsPrinted() {
        assertThat(Command.run("help").out()).contains("validate [dir|file]", "explain METHOD PATH [dir]");
        assertThat(Command.run("--help").status()).isZero();
        assertThat(Command.run("validate", "x", "-h").out()).contains("usage:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-v"})
    void theVersionIsPrinted(String argument) {
        Command command = Command.run(argument);

        assertThat(command.status()).isZero();
        assertThat(command.out()).matches("\\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(Command.run(argument, "--json").out())
                .contains("\"version\" : \"" + command.out().strip() + "\"");
    }

    @Test
    void variablesAndSpringsPropertiesAreAStart() {
        String[] start = {"--SERVICE_PORT=9000", "--server.port=1", "--JWT_SECRET_FILE=/run/secrets/jwt"};

        assertThat(Arguments.isStart(start)).isTrue();
        assertThat(Arguments.unknownOption(start)).isNull();
        assertThat(Arguments.isStart()).isTrue();
        assertThat(Arguments.isStart("--json", "validate")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--foo, unknown option '--foo'",
        "-x, unknown option '-x'",
        "--json, unknown option '--json'",
        "--port=9000, unknown option '--port'",
        "--debug, unknown option '--debug'",
        "--SERVICE_PORT, unknown option '--SERVICE_PORT'",
        "--SERVICE_PROT=1, did you mean --SERVICE_PORT=...?"
    })
    void anUnknownOptionOfAStartIsNamed(String option, String complaint) {
        assertThat(Arguments.isStart(option)).isTrue();
        assertThat(Arguments.unknownOption("--SERVICE_NAME=x", option)).contains(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void aCompletionKnowsEveryCommand(String shell) {
        assertThat(Command.run("completion", shell).out())
                .contains("validate routes explain api-key completion version help", "_api_gateway");
    }
}
