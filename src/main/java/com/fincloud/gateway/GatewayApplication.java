package com.fincloud.gateway;

import com.fincloud.gateway.background.OutOfMemory;
import com.fincloud.gateway.cli.Arguments;
import com.fincloud.gateway.cli.CommandLine;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.launch.FatalLogFilter;
import com.fincloud.gateway.logging.StandardOutput;
import com.fincloud.gateway.settings.StartFailure;
import com.fincloud.gateway.upstream.client.connect.AddressCache;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.xml.stream.XMLInputFactory;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformWebMvcConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;

/** Starts the gateway. To read how a request is served, begin in package {@link com.fincloud.gateway.filter}. */
@SpringBootApplication(
        exclude = {
            SpringBootPlatformHttpAutoConfiguration.class, // package routing has the engine
            SpringBootPlatformWebMvcConfiguration.class,
            ErrorMvcAutoConfiguration.class, // no HTML error page
            OpenTelemetryAutoConfiguration.class, // package tracing exports
            OpenTelemetryLoggingAutoConfiguration.class,
            RedisAutoConfiguration.class, // package redis connects
            RedisReactiveAutoConfiguration.class,
            RedisRepositoriesAutoConfiguration.class
        })
public class GatewayApplication {

    /** From this Java version on the JDK warns about every use of {@code sun.misc.Unsafe} (JEP 498). */
    private static final int WARNS_OF_UNSAFE = 24;

    private static final int NOT_STARTED = 1;
    private static final int MISUSED = 2;

    /**
     * Runs until SIGTERM, with exit status 0, or 1 if the gateway cannot start, or 2 for an unknown option. With a command, for instance {@code validate}, it serves no
     * requests and exits with that command's status.
     */
    @SuppressWarnings("SystemOut") // the last line of a failed start must be visible even if logging fails
    public static void main(String[] args) {
        // Camel asks for an XML parser for each route file, and Java would search every jar for one.
        setUnlessGiven(
                "javax.xml.stream.XMLInputFactory",
                XMLInputFactory.newDefaultFactory().getClass().getName());
        if (!Arguments.isStart(args)) {
            CommandLine commands = new CommandLine(System.getenv(), Path.of(""), System.out, System.err);
            System.exit(commands.run(args));
        }
        String unknown = Arguments.unknownOption(args);
        if (unknown != null) {
            System.err.println(StartFailure.line(unknown));
            System.exit(MISUSED);
        }
        FatalErrors.install();
        OutOfMemory.onError(FatalErrors::check);
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            setUnlessGiven("io.netty.noUnsafe", "true"); // Lettuce's buffers are small, so they do not need Unsafe
        }
        setUnlessGiven("io.netty.allocator.maxOrder", "3"); // chunks of 64 KB for them, not of 4 MB
        AddressCache.switchOffJvmCache();
        AtomicBoolean failed = new AtomicBoolean();
        StandardOutput output = new StandardOutput(System.out);
        System.setOut(output.stream());
        // The JVM would exit with status 143 after SIGTERM, and an orchestrator would take an orderly stop for a crash.
        SpringApplication.getShutdownHandlers().add(() -> {
            output.close();
            if (!failed.get()) {
                Runtime.getRuntime().halt(0);
            }
        });
        try {
            SpringApplication.run(GatewayApplication.class, args);
            FatalLogFilter.attach();
        } catch (SpringApplication.AbandonedRunException e) {
            throw e; // thrown by the AOT processing of the build, which reads the beans and starts nothing
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            failed.set(true);
            output.close(); // flush the log first
            System.err.println(StartFailure.line(e));
            System.exit(NOT_STARTED);
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
