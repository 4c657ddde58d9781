package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} hands every variable on to the gateway. */
class ComposeFileTest {

    /** The image has its own folder of routes. */
    private static final Set<String> LEFT_TO_THE_IMAGE = Set.of("ROUTES_DIR", "ROUTES_RELOAD", "EXTENSIONS_DIR");

    private static final Set<String> GIVEN_A_VALUE = Set.of(
            "SERVICE_PORT",
            "MANAGEMENT_PORT",
            "MANAGEMENT_HOSTS",
            "REDIS_URL",
            "REVOCATION_REDIS_URL",
            "BODY_SPOOL_MAX");

    private static Map<?, ?> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<String, Object> environment(String service) throws IOException {
        String file = Files.readString(Path.of("docker-compose.yml"));
        Map<?, ?> compose = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
        Map<?, ?> given = map(map(map(compose.get("services")).get(service)).get("environment"));
        Map<String, Object> environment = new LinkedHashMap<>();
        given.forEach((name, value) -> environment.put(String.valueOf(name), value == null ? "" : value));
        return environment;
    }

    @Test
    void everyVariableIsHandedOnAndNoOther() throws IOException {
        Stream<String> files = Arrays.stream(Variable.values())
                .filter(variable -> variable.isSecret() && !GIVEN_A_VALUE.contains(variable.name()))
                .map(Variable::fileName);
        Set<String> wanted = Stream.concat(Arrays.stream(Variable.values()).map(Variable::name), files)
                .filter(name -> !LEFT_TO_THE_IMAGE.contains(name))
                .collect(Collectors.toSet());

        assertThat(environment("gateway").keySet())
                .filteredOn(name -> !LEFT_TO_THE_IMAGE.contains(name))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void theDefaultsAreLeftToTheGateway() throws IOException {
        assertThat(environment("gateway")).allSatisfy((name, value) -> {
            if (!GIVEN_A_VALUE.contains(name)) {
                assertThat(value).as(name).isEqualTo("");
            }
        });
    }

    @Test
    void theContainersPortsAreThePublishedOnes() throws IOException {
        assertThat(environment("gateway"))
                .containsEntry("SERVICE_PORT", Integer.valueOf(Variable.SERVICE_PORT.defaultValue()))
                .containsEntry("MANAGEMENT_PORT", Integer.valueOf(Variable.MANAGEMENT_PORT.defaultValue()));
    }
}
