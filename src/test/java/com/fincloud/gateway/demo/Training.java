package com.fincloud.gateway.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.FreePort;
import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The run in which a JVM learns what its AOT cache is to hold (JEP 514, 515): it starts the gateway by a command, lets it serve the demo
 * services under load, and ends it. The image is built with it.
 */
final class Training {

    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CLIENTS = 16;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    private Training(int port) {
        url = "http://127.0.0.1:" + port;
    }

    /**
     * Trains the JVM that {@code command} starts.
     *
     * @throws IllegalStateException when the gateway does not serve, or does not end as it should
     */
    static void run(List<String> command) throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        Variables variables = new Variables(any -> null);
        int port = FreePort.next();
        try (DemoRedis redis = new DemoRedis();
                DemoServices services =
                        new DemoServices(new Tokens(variables, clock), new Revoker(redis.url(), clock), clock, true)) {
            ProcessBuilder gateway = new ProcessBuilder(command).inheritIO();
            services.start(InetAddress.getLoopbackAddress(), any -> true)
                    .forEach((variable, service) -> gateway.environment().put(variable.name(), service));
            gateway.environment().put(Variable.REDIS_URL.name(), redis.url());
            gateway.environment().put(Variable.SERVICE_PORT.name(), Integer.toString(port));
            gateway.environment().put(Variable.MANAGEMENT_PORT.name(), Integer.toString(FreePort.next()));
            gateway.environment().put(Variable.RATE_LIMIT_PER_MINUTE.name(), "1000000");
            gateway.environment().put(Variable.RATE_LIMIT_PER_HOUR.name(), "1000000");
            gateway.environment().put(Variable.SHUTDOWN_DELAY.name(), "0");
            gateway.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Process trained = gateway.start();
            try {
                new Training(port).train(trained);
            } finally {
                end(trained);
            }
        }
    }

    private static void end(Process trained) throws InterruptedException {
        trained.destroy();
        if (!trained.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            trained.destroyForcibly();
            throw new IllegalStateException("The gateway did not end");
        }
        if (trained.exitValue() != 0) {
            throw new IllegalStateException("The gateway ended with " + trained.exitValue());
        }
    }

    private void train(Process trained) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (!isReady()) {
            if (!trained.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("The gateway did not start");
            }
            Thread.sleep(100);
        }
        List<HttpRequest> requests = requests(accessToken());
        List<Thread> clients = new ArrayList<>();
        long end = System.nanoTime() + LOAD.toNanos();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> ask(requests, end), "client-" + i);
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(request("/health").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String accessToken() throws IOException, InterruptedException {
        HttpRequest login = request("/api/v1/auth/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"email\": \"demo@fincloud.example\", \"password\": \"Demo-Pass-123\"}"))
                .build();
        String answer = http.send(login, BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(answer).required("access_token").textValue();
    }

    /** What is asked for over and over, mostly what clients ask for mostly: a service's answer, with a token. */
    private List<HttpRequest> requests(String token) {
        List<HttpRequest> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            requests.add(authorized("/api/v1/budget/accounts", token).build());
            requests.add(
                    authorized("/api/v1/portfolio/portfolios?page=" + i, token).build());
            requests.add(authorized("/api/v1/notifications", token).build());
        }
        requests.add(authorized("/api/v1/budget/accounts", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"Training\"}"))
                .build());
        requests.add(request("/api/v1/budget/accounts").build());
        requests.add(authorized("/api/v1/nothing", token).build());
        return requests;
    }

    private HttpRequest.Builder authorized(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    }

    private void ask(List<HttpRequest> requests, long end) {
        try {
            for (int i = 0; System.nanoTime() < end; i++) {
                http.send(requests.get(i % requests.size()), BodyHandlers.discarding());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
