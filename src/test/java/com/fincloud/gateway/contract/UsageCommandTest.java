package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.cli.Arguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a command, what is a start, and what is neither. */
class UsageCommandTest {

    @ParameterizedTest
    @CsvSource({
        "valdate, unknown command 'valdate'",
        "validate --jsn, unknown flag '--jsn'",
        "explain GET, 'explain' takes 2 to 3 arguments",
        "explain GET /x --json, unknown flag '--json'",
        "validate a b, 'validate' takes 0 to 1 arguments",
        "help me, 'help' takes 0 arguments"
    })
    void wrongUsageIsToldOnStandardErrorAndEndsWithStatus2(String line, String complaint) {
        Command command = Command.run(line.split(" "));

        assertThat(command.status()).isEqualTo(2);
        assertThat(command.err()).contains(complaint, "usage: java -jar api-gateway.jar");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void helpIsPrinted() {
        assertThat(Command.run("help").out()).contains("validate [dir] [--json]", "explain METHOD PATH [dir]");
        assertThat(Command.run("--help").status()).isZero();
    }

    @Test
    void springsArgumentsAreNoCommand() {
        assertThat(Arguments.isCommand("--SERVICE_PORT=9000", "validate")).isFalse();
        assertThat(Arguments.isCommand()).isFalse();
    }
}
