package com.fincloud.gateway;

import com.fincloud.gateway.background.OutOfMemory;
import com.fincloud.gateway.cli.Arguments;
import com.fincloud.gateway.cli.CommandLine;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.launch.FatalLogFilter;
import com.fincloud.gateway.logging.StandardOutput;
import com.fincloud.gateway.settings.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** Starts the gateway. To read how a request is served, begin in package {@link com.fincloud.gateway.way}. */
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

    /** From here on the JDK warns of every use of {@code sun.misc.Unsafe} (JEP 498). */
    private static final int WARNS_OF_UNSAFE = 24;

    private static final int NOT_STARTED = 1;

    /**
     * Runs until SIGTERM; the exit status is 0 then, and 1 when it cannot start. With a command, {@code validate} for instance, it
     * serves nobody, and ends with that command's status.
     */
    @SuppressWarnings("SystemOut") // the last line of a failed start must be seen, whatever becomes of the log
    public static void main(String[] args) {
        if (Arguments.isCommand(args)) {
            CommandLine commands = new CommandLine(System.getenv(), Path.of(""), System.out, System.err);
            System.exit(commands.run(args));
        }
        FatalErrors.install();
        OutOfMemory.onError(FatalErrors::check);
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            setUnlessGiven("io.netty.noUnsafe", "true"); // Lettuce's buffers are small: they need no shortcut
        }
        setUnlessGiven("io.netty.allocator.maxOrder", "3"); // chunks of 64 KB for them, not of 4 MB
        AtomicBoolean failed = new AtomicBoolean();
        StandardOutput output = new StandardOutput(System.out);
        System.setOut(output.stream());
        // The JVM would report a SIGTERM as status 143, and an orchestrator would take an orderly stop for a crash.
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
            throw e; // the build's, which wants to know of the beans and starts nothing
        } catch (RuntimeException e) {
            failed.set(true);
            output.close(); // what is logged comes first
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
