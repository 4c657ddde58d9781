package com.fincloud.gateway.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A gateway with a heap of 256 MB, its Redis, and two backends: {@code budget} is the slow one. */
final class SmallGateway implements AutoCloseable {

    private final TestRedis redis = new TestRedis();
    private final EchoBackend slow = new EchoBackend();
    private final EchoBackend quick = new EchoBackend();
    private final GatewayProcess process;

    /** Starts it with its log in {@code folder}; it need not be ready when this returns. */
    SmallGateway(Path folder, Map<String, String> own) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "BUDGET_SERVICE_URL", slow.url(),
                "PORTFOLIO_SERVICE_URL", quick.url(),
                "NOTIFICATION_SERVICE_URL", quick.url(),
                "REDIS_URL", redis.url(),
                "RATE_LIMIT_PER_MINUTE", "1000000",
                "RATE_LIMIT_PER_HOUR", "1000000"));
        variables.putAll(own);
        process = new GatewayProcess(folder.resolve("log"), "256m", variables);
    }

    GatewayProcess process() {
        return process;
    }

    TestRedis redis() {
        return redis;
    }

    EchoBackend slow() {
        return slow;
    }

    @Override
    public void close() throws IOException {
        process.close();
        redis.close();
        slow.close();
        quick.close();
    }
}
