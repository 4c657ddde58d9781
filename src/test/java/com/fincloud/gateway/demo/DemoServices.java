package com.fincloud.gateway.demo;

import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The three services, each on the port that the gateway's default URL of it names. */
final class DemoServices implements AutoCloseable {

    private static final Map<Variable, Integer> PORTS = Map.of(
            Variable.BUDGET_SERVICE_URL, 8001,
            Variable.PORTFOLIO_SERVICE_URL, 8002,
            Variable.NOTIFICATION_SERVICE_URL, 8003);

    private final Map<Variable, DemoService> services = new LinkedHashMap<>();
    private final boolean freePorts;

    /** The services, not started; with {@code freePorts} each takes any free port. */
    DemoServices(Tokens tokens, Revoker revoker, Clock clock, boolean freePorts) {
        this.freePorts = freePorts;
        services.put(Variable.BUDGET_SERVICE_URL, new BudgetService(tokens, revoker, clock));
        services.put(Variable.PORTFOLIO_SERVICE_URL, new PortfolioService(clock));
        services.put(Variable.NOTIFICATION_SERVICE_URL, new NotificationService(clock));
    }

    /**
     * Starts those services whose variable is {@code wanted}, on {@code address}.
     *
     * @return the base URL of each
     */
    Map<Variable, String> start(InetAddress address, Predicate<Variable> wanted) {
        Map<Variable, String> urls = new LinkedHashMap<>();
        services.forEach((variable, service) -> {
            if (wanted.test(variable)) {
                start(service, address, variable);
                urls.put(variable, service.url());
            }
        });
        return urls;
    }

    /** All services on every address of this machine, until the process ends. */
    static void serve() throws UnknownHostException, InterruptedException {
        Clock clock = Clock.systemUTC();
        Variables variables = new Variables(System::getenv);
        Revoker revoker = new Revoker(
                variables.get(
                        variables.isSet(Variable.REVOCATION_REDIS_URL)
                                ? Variable.REVOCATION_REDIS_URL
                                : Variable.REDIS_URL),
                clock);
        DemoServices demo = new DemoServices(new Tokens(variables, clock), revoker, clock, false);
        demo.start(InetAddress.getByName("0.0.0.0"), variable -> true)
                .forEach((variable, url) -> System.out.println(variable.name() + " " + url));
        Thread.currentThread().join();
    }

    private void start(DemoService service, InetAddress address, Variable variable) {
        int port = freePorts ? 0 : PORTS.getOrDefault(variable, 0);
        try {
            service.start(address, port);
        } catch (IOException e) {
            throw new CannotStart(
                    "Port %d is not free for the demo %s (%s).%nStop what listens there, or set %s to a service of your own."
                            .formatted(port, service.name(), e.getMessage(), variable.name()),
                    e);
        }
    }

    @Override
    public void close() {
        services.values().forEach(DemoService::close);
    }
}
