package com.fincloud.gateway.demo;

import com.fincloud.gateway.GatewayApplication;
import com.fincloud.gateway.settings.SettingsPostProcessor;
import com.fincloud.gateway.settings.Variable;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * The development run: starts what the gateway needs and the environment does not name, then the gateway, then says how to use
 * it. {@code spring-boot:test-run} starts this class, because no other class among the tests has a main method.
 *
 * <p>With the argument {@code services} it starts the three services alone, on every address, for a container. With {@code train}
 * and a command that starts a gateway it has that gateway learn what its AOT cache is to hold.
 */
public final class DevGateway {

    /** Lines to read, and a Ctrl-C for which no load balancer has to be waited for. */
    private static final Map<Variable, String> TERMINAL =
            Map.of(Variable.LOG_FORMAT, "text", Variable.SHUTDOWN_DELAY, "0");

    private DevGateway() {}

    /** Runs until Ctrl-C. */
    public static void main(String[] args) throws Exception {
        try {
            List<String> given = List.of(args);
            if (given.contains("services")) {
                DemoServices.serve();
            } else if (!given.isEmpty() && given.get(0).equals("train")) {
                Training.run(given.subList(1, given.size()));
            } else {
                System.out.println(run(args).text());
            }
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts everything; what it returns says how to use it. With the argument {@code --demo.ports=free} the services take any free
     * port instead of their own.
     */
    static Welcome run(String... args) {
        Clock clock = Clock.systemUTC();
        Environment told = environment(args);
        Variables variables = new Variables(told::getProperty);
        Tokens tokens = new Tokens(variables, clock);
        String redisUrl = redisUrl(variables);
        DemoServices services = new DemoServices(
                tokens, new Revoker(redisUrl, clock), clock, "free".equals(told.getProperty("demo.ports")));
        SpringApplication gateway = new SpringApplication(GatewayApplication.class);
        gateway.setMainApplicationClass(GatewayApplication.class);
        ConfigurableApplicationContext context =
                gateway.run(arguments(args, variables, surroundings(variables, services, redisUrl)));
        return new Welcome(context, tokens);
    }

    /** The Redis that is set, or else one that is started here. Ctrl-C stops it after the gateway. */
    private static String redisUrl(Variables variables) {
        if (variables.isSet(Variable.REDIS_URL)) {
            return variables.get(Variable.REDIS_URL);
        }
        DemoRedis redis = new DemoRedis();
        SpringApplication.getShutdownHandlers().add(redis::close);
        return redis.url();
    }

    /** Starts those services whose variables are not set. Ctrl-C stops them after the gateway. */
    private static Map<Variable, String> surroundings(Variables variables, DemoServices services, String redisUrl) {
        Map<Variable, String> values = new LinkedHashMap<>(TERMINAL);
        SpringApplication.getShutdownHandlers().add(services::close);
        values.putAll(services.start(InetAddress.getLoopbackAddress(), variable -> !variables.isSet(variable)));
        values.put(Variable.REDIS_URL, redisUrl);
        return values;
    }

    /** The arguments, and behind them what the run sets itself, where nothing else is set. */
    private static String[] arguments(String[] args, Variables variables, Map<Variable, String> surroundings) {
        List<String> all = new ArrayList<>(List.of(args));
        surroundings.forEach((variable, value) -> {
            if (!variables.isSet(variable)) {
                all.add("--" + variable.name() + "=" + value);
            }
        });
        return all.toArray(String[]::new);
    }

    /** What the gateway would find in the environment, in {@code .env} and on the command line; it does not start for that. */
    private static Environment environment(String[] args) {
        Told told = new Told();
        SpringApplication gateway = new SpringApplication(GatewayApplication.class);
        gateway.addListeners(told);
        try {
            gateway.run(args);
        } catch (AbandonedRunException e) {
            return told.environment;
        }
        throw new IllegalStateException("The gateway started before its surroundings");
    }

    /** Ends a start as soon as the variables are known, and before logging takes its format from them. */
    private static final class Told implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

        private ConfigurableEnvironment environment = new StandardEnvironment();

        @Override
        public int getOrder() {
            return LoggingApplicationListener.DEFAULT_ORDER - 1;
        }

        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            environment = event.getEnvironment();
            environment.getPropertySources().remove(SettingsPostProcessor.DEFAULTS);
            throw new AbandonedRunException();
        }
    }
}
