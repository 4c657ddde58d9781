package com.fincloud.gateway.cli;

import com.fincloud.gateway.settings.IneffectiveNames;
import com.fincloud.gateway.settings.RawVariables;
import com.fincloud.gateway.settings.SecretFiles;
import com.fincloud.gateway.settings.Variable;
import com.fincloud.gateway.settings.env.DotEnv;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;

/** The variables as the gateway would read them at its start, with the same precedence, without Spring Boot. */
final class OfflineVariables implements PropertiesSource {

    private final MutablePropertySources sources = new MutablePropertySources();
    private final List<String> warnings;

    private OfflineVariables(Map<String, String> environment, DotEnv file) {
        sources.addLast(new PropertiesPropertySource("systemProperties", System.getProperties()));
        sources.addLast(new MapPropertySource("systemEnvironment", Map.copyOf(environment)));
        sources.addLast(new MapPropertySource(RawVariables.CONFIGURATION_FILE, Map.copyOf(file.values())));
        sources.addFirst(new MapPropertySource("secretFiles", Map.copyOf(SecretFiles.read(this::value))));
        warnings = IneffectiveNames.warnings(sources, file);
    }

    /**
     * Creates them from system properties, the environment, and the file {@code .env} of a folder, if there is one.
     *
     * @throws com.fincloud.gateway.settings.env.DotEnvException if the file is malformed
     * @throws com.fincloud.gateway.settings.SettingsException if the file of a secret is not usable
     */
    static OfflineVariables of(Map<String, String> environment, Path folder) {
        return new OfflineVariables(
                environment, DotEnv.read(folder.resolve(RawVariables.CONFIGURATION_FILE), environment::get));
    }

    /** Sentences about settings without effect. */
    List<String> warnings() {
        return warnings;
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
