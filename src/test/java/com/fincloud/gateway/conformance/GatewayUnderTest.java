package com.fincloud.gateway.conformance;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fincloud.gateway.GatewayApplication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway with a scripted backend behind it: this one, started here, or the one that system properties name. */
final class GatewayUnderTest implements AutoCloseable {

    private static final String BUDGET = "/api/v1/budget";

    private final @Nullable ConfigurableApplicationContext context;
    private final ScriptedBackend backend;
    private final Target target;
    private final Unforeseen unforeseen = new Unforeseen();

    private GatewayUnderTest(@Nullable ConfigurableApplicationContext context, ScriptedBackend backend, Target target) {
        this.context = context;
        this.backend = backend;
        this.target = target;
        unforeseen.start();
        root().addAppender(unforeseen);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    static GatewayUnderTest start(String... variables) throws IOException {
        String elsewhere = System.getProperty("conformance.gateway", "");
        if (!elsewhere.isEmpty()) {
            String[] address = elsewhere.split(":", 2);
            String[] paths = System.getProperty("conformance.paths", "/:/").split(":", 2);
            ScriptedBackend backend = new ScriptedBackend(Integer.getInteger("conformance.backend", 0));
            String headers = System.getProperty("conformance.headers", "").replace("\\r\\n", "\r\n");
            return new GatewayUnderTest(
                    null,
                    backend,
                    new Target(
                            SocketFactory.getDefault(),
                            address[0],
                            Integer.parseInt(address[1]),
                            paths[0],
                            paths[1],
                            headers));
        }
        return startHere(SocketFactory.getDefault(), variables);
    }

    /** This gateway, called over connections that {@code sockets} makes. */
    static GatewayUnderTest startHere(SocketFactory sockets, String... variables) throws IOException {
        ScriptedBackend backend = new ScriptedBackend(0);
        String url = "http://127.0.0.1:" + backend.port();
        List<String> arguments = new ArrayList<>();
        Stream.concat(
                        Stream.of(
                                "SERVICE_PORT=0",
                                "MANAGEMENT_PORT=0",
                                "RATE_LIMIT_ENABLED=false",
                                "SHUTDOWN_DELAY=0",
                                "API_DOCS_REFRESH=0", // the backend would be asked for what no case knows
                                "CIRCUIT_BREAKER_FAILURE_THRESHOLD=1000",
                                "BUDGET_SERVICE_URL=" + url),
                        Stream.of(variables))
                .forEach(variable -> arguments.add("--" + variable));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(GatewayApplication.class)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new));
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        Target target = new Target(
                sockets,
                "127.0.0.1",
                port,
                BUDGET,
                "/api/v1",
                "Authorization: Bearer " + AccessToken.ofUser42() + "\r\n");
        return new GatewayUnderTest(context, backend, target);
    }

    List<Case> cases(String table) {
        return Case.read(table, target);
    }

    void run(Case told) throws IOException {
        new CaseRunner(target, backend).run(told);
    }

    /** Log lines with a stack trace, or that tell of a failure of the gateway itself. */
    List<String> unforeseen() {
        return unforeseen.lines;
    }

    @Override
    public void close() throws IOException {
        root().detachAppender(unforeseen);
        if (context != null) {
            context.close();
        }
        backend.close();
    }

    private static final class Unforeseen extends AppenderBase<ILoggingEvent> {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThrowableProxy() != null || event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()));
            }
        }
    }
}
