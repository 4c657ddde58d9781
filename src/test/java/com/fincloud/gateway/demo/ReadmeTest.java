package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** What the README shows is what a newcomer sees. */
class ReadmeTest {

    private static final String SEPARATOR = "\u0001";

    private final Readme readme = new Readme();

    @Test
    void everyExampleAnswersAsPrinted() throws Exception {
        assumeTrue(hasBashAndCurl(), "bash and curl are needed to run the README's examples");
        List<Readme.Example> examples = readme.examples("## First calls");
        Welcome welcome = DevGateway.run("--SERVICE_PORT=0", "--MANAGEMENT_PORT=0", "--demo.ports=free");
        try (var gateway = welcome.context()) {
            List<String> outputs = run(examples, ports(gateway.getEnvironment()));

            assertThat(outputs).hasSameSizeAs(examples);
            for (int i = 0; i < outputs.size(); i++) {
                assertThat(Readme.stable(outputs.get(i)))
                        .as(examples.get(i).command())
                        .isEqualTo(Readme.stable(examples.get(i).output()));
            }
        }
    }

    @Test
    void theSettingsTableHasEveryVariableWithItsDefault() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Variable variable : Variable.values()) {
            variables.put(variable.name(), variable.defaultValue());
        }

        assertThat(readme.settings()).containsExactlyEntriesOf(variables);
    }

    /** All commands in one shell, as a newcomer types them. */
    private static List<String> run(List<Readme.Example> examples, Map<String, String> ports) throws Exception {
        StringBuilder script = new StringBuilder();
        for (Readme.Example example : examples) {
            script.append(example.command()).append("\nprintf '\\001'\n");
        }
        String commands = script.toString();
        for (Map.Entry<String, String> port : ports.entrySet()) {
            commands = commands.replace("localhost:" + port.getKey(), "localhost:" + port.getValue());
        }
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> port : ports.entrySet()) {
            output = output.replace("localhost:" + port.getValue(), "localhost:" + port.getKey());
        }
        return Arrays.asList(output.split(SEPARATOR));
    }

    private static Map<String, String> ports(Environment environment) {
        Map<String, String> ports = new LinkedHashMap<>();
        ports.put("8000", environment.getRequiredProperty("local.server.port"));
        ports.put("8081", environment.getRequiredProperty("local.management.port"));
        ports.put("8001", environment.getRequiredProperty("BUDGET_SERVICE_URL").replaceAll(".*:", ""));
        return ports;
    }

    private static boolean hasBashAndCurl() throws InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
