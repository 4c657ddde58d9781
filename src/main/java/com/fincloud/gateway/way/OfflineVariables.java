package com.fincloud.gateway.way;

import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/** Variables as the gateway would have them at its start, in the order of their weight, without Spring Boot. */
final class OfflineVariables implements PropertiesSource {

    private final Map<String, String> environment;
    private final Properties file = new Properties();

    private OfflineVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * System properties, the environment, and the file {@code .env} of a folder where there is one.
     *
     * @throws IllegalArgumentException when the file is there and not readable
     */
    static OfflineVariables of(Map<String, String> environment, Path folder) {
        OfflineVariables variables = new OfflineVariables(environment);
        Path dotEnv = folder.resolve(".env");
        if (Files.isRegularFile(dotEnv)) {
            try (InputStream in = Files.newInputStream(dotEnv)) {
                variables.file.load(in);
            } catch (IOException e) {
                throw new IllegalArgumentException(".env is not readable", e);
            }
        }
        return variables;
    }

    /** A value, null when it is unset. */
    @Nullable
    String value(String name) {
        String system = System.getProperty(name);
        if (system != null) {
            return system;
        }
        String value = environment.get(name);
        return value != null ? value : file.getProperty(name);
    }

    @Override
    public String getName() {
        return "variables";
    }

    /** A value for a placeholder, or a variable's default. */
    @Override
    public @Nullable String getProperty(String name) {
        String value = value(name);
        return value != null
                ? value
                : Arrays.stream(Variable.values())
                        .filter(variable -> variable.name().equals(name))
                        .map(Variable::defaultValue)
                        .findFirst()
                        .orElse(null);
    }
}
