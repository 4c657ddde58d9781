package com.fincloud.gateway.contract;

import com.fincloud.gateway.GatewayApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway as it runs, started in this JVM on free ports with the variables of a test. */
final class TestGateway implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Variables of a gateway to be started; the limiter is off until a test turns it on. */
    static final class Builder {

        private final Map<String, Object> variables = new LinkedHashMap<>();
        private @Nullable Clock clock;

        private Builder() {
            with("SERVICE_PORT", "0")
                    .with("MANAGEMENT_PORT", "0")
                    .with("MANAGEMENT_HOSTS", "gateway.example") // what the tests' client sends
                    .with("RATE_LIMIT_ENABLED", "false")
                    .with("SHUTDOWN_DELAY", "0")
                    .with("API_DOCS_REFRESH", "0") // a backend then sees what a test sends, and nothing else
                    .with("ROUTES_DIR", "routes")
                    .with(
                            "EXTENSIONS_DIR",
                            "target/no-extensions"); // a developer's own are none of the tests' business
        }

        Builder with(String variable, String value) {
            variables.put(variable, value);
            return this;
        }

        /** Tells the time in place of the system's clock. */
        Builder clock(Clock other) {
            clock = other;
            return this;
        }

        /** All three services at one backend. */
        Builder backend(RecordingBackend backend) {
            return with("BUDGET_SERVICE_URL", backend.url())
                    .with("PORTFOLIO_SERVICE_URL", backend.url())
                    .with("NOTIFICATION_SERVICE_URL", backend.url());
        }

        /** Serves these route files, and no others. */
        Builder routes(Map<String, String> files) {
            try {
                Path folder = Files.createTempDirectory("routes");
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
                }
                return with("ROUTES_DIR", folder.toString());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Serves a folder in which a test changes files, and looks at it so often that the test need not wait for the next look. */
        Builder changing(Path folder) {
            return with("ROUTES_DIR", folder.toString()).with("gateway.routes.poll-interval", "40ms");
        }

        TestGateway start() {
            String[] arguments = variables.entrySet().stream()
                    .map(variable -> "--" + variable.getKey() + "=" + variable.getValue())
                    .toArray(String[]::new);
            return new TestGateway(new SpringApplicationBuilder(GatewayApplication.class)
                    .registerShutdownHook(false)
                    .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new Replaced(clock)))
                    .run(arguments));
        }
    }

    /** Puts a test's clock in the place of the gateway's. */
    private record Replaced(@Nullable Clock clock) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof Clock && clock != null ? clock : bean;
        }
    }

    static Builder builder() {
        return new Builder();
    }

    int port() {
        return port("local.server.port");
    }

    int managementPort() {
        return port("local.management.port");
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
