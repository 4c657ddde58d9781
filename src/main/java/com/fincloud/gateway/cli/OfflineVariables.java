package com.fincloud.gateway.cli;

import com.fincloud.gateway.settings.RawVariables;
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
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;

/** The variables as the gateway would read them at its start, with the same precedence, without Spring Boot. */
final class OfflineVariables implements PropertiesSource {

    private final MutablePropertySources sources = new MutablePropertySources();

    private OfflineVariables(Map<String, String> environment, Properties file) {
        sources.addLast(new PropertiesPropertySource("systemProperties", System.getProperties()));
        sources.addLast(new MapPropertySource("systemEnvironment", Map.copyOf(environment)));
        sources.addLast(new PropertiesPropertySource(".env", file));
    }

    /**
     * Creates them from system properties, the environment, and the file {@code .env} of a folder, if there is one.
     *
     * @throws IllegalArgumentException if the file exists and is not readable
     */
    static OfflineVariables of(Map<String, String> environment, Path folder) {
        Properties file = new Properties();
        Path dotEnv = folder.resolve(".env");
        if (Files.isRegularFile(dotEnv)) {
            try (InputStream in = Files.newInputStream(dotEnv)) {
                file.load(in);
            } catch (IOException e) {
                throw new IllegalArgumentException(".env is not readable", e);
            }
        }
        return new OfflineVariables(environment, file);
    }

    /** The value of a variable; null if it is unset. */
    @Nullable
    String value(String name) {
        return RawVariables.value(sources, name);
    }

    @Override
    public String getName() {
        return "variables";
    }

    /** The value for a placeholder; otherwise the variable's default. */
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
