package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.env.DotEnv;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Checks the gateway's variables before anything else starts, and derives the settings of Spring Boot and Camel from them. Route files may
 * use every variable as a placeholder, with its default.
 */
public final class SettingsPostProcessor implements EnvironmentPostProcessor {

    /** The name of the property source with the variables' defaults. It has the lowest precedence. */
    public static final String DEFAULTS = "gatewayDefaults";

    /** The name of the property source with what is derived from the variables. It has the highest precedence. */
    public static final String DERIVED = "gatewayDerived";

    /** The name of the property with the sentences about settings without effect, a list. */
    public static final String WARNINGS = "gateway.settings.warnings";

    /** The name of the SSL bundle with the gateway's certificate for clients. */
    public static final String CLIENTS_BUNDLE = "clients";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getPropertySources().contains(DEFAULTS)) {
            return;
        }
        Map<String, Object> derived = new LinkedHashMap<>();
        if (!atBuild()) {
            MutablePropertySources sources = environment.getPropertySources();
            DotEnv file = DotEnv.read(
                    Path.of(RawVariables.CONFIGURATION_FILE),
                    name -> text(environment.getSystemEnvironment().get(name)));
            sources.addAfter(
                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                    new MapPropertySource(RawVariables.CONFIGURATION_FILE, Map.copyOf(file.values())));
            Function<String, @Nullable String> plain = name -> raw(environment, name);
            Map<String, String> secrets = SecretFiles.read(plain);
            derived.putAll(secrets);
            Function<String, @Nullable String> source =
                    name -> secrets.containsKey(name) ? secrets.get(name) : plain.apply(name);
            SecretValues.remember(source);
            SettingsReader.read(source, "");
            StartFailure.ports(port(Variable.SERVICE_PORT, source), port(Variable.MANAGEMENT_PORT, source));
            derived.put(WARNINGS, IneffectiveNames.warnings(sources, file));
        }
        derived.put("server.port", value(environment, Variable.SERVICE_PORT));
        derived.put("management.server.port", value(environment, Variable.MANAGEMENT_PORT));
        derived.put("spring.application.name", value(environment, Variable.SERVICE_NAME));
        String level =
                value(environment, Variable.LOG_LEVEL).toLowerCase(Locale.ROOT).replace("warning", "warn");
        derived.put("logging.level.com.fincloud.gateway", level);
        // Debug output of libraries would show headers and bodies.
        derived.put("logging.level.root", level.equals("debug") ? "info" : level);
        boolean json = "json".equalsIgnoreCase(value(environment, Variable.LOG_FORMAT));
        derived.put(
                "logging.structured.format.console",
                "com.fincloud.gateway.logging." + (json ? "JsonLines" : "TextLines"));
        // Package server adds its own unless TLS_HTTP2 says no: Tomcat's alone does not hold all that is promised.
        derived.put("server.http2.enabled", "false");
        if (!value(environment, Variable.TLS_CERTIFICATE).isEmpty()) {
            derived.put("server.ssl.bundle", CLIENTS_BUNDLE);
            derived.put(
                    "server.ssl.client-auth",
                    value(environment, Variable.TLS_CLIENT_CA).isEmpty() ? "none" : "need");
            // Spring Boot would use TLS as on the client port, but probes and Prometheus reach this port inside the
            // cluster.
            derived.put("management.server.ssl.enabled", "false");
        }
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (Variable variable : Variable.values()) {
            defaults.put(variable.name(), variable.defaultValue());
        }
        environment.getPropertySources().addFirst(new MapPropertySource(DERIVED, derived));
        environment.getPropertySources().addLast(new MapPropertySource(DEFAULTS, defaults));
    }

    private static int port(Variable variable, Function<String, @Nullable String> source) {
        return Integer.parseInt(Inputs.text(variable, source.apply(variable.name())));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String value(ConfigurableEnvironment environment, Variable variable) {
        return Inputs.text(variable, atBuild() ? null : raw(environment, variable.name()));
    }

    private static @Nullable String raw(ConfigurableEnvironment environment, String name) {
        return RawVariables.value(environment.getPropertySources(), name);
    }

    /** Whether the build's AOT processing runs. Then the environment of the build machine is ignored. */
    private static boolean atBuild() {
        return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
    }
}
