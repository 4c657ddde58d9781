package com.fincloud.bench.gateway;

import com.fincloud.bench.box.BackendServer;
import com.fincloud.bench.box.RedisServer;
import java.util.HashMap;
import java.util.Map;

/** What surrounds both gateways: one Redis, one backend, one secret, one limit. */
public record Site(RedisServer redis, BackendServer backend, String secret) {

    /** High enough for every user's share of a run; the windows of ours then hold what a run admits. */
    private static final int PER_MINUTE = 60_000;

    private static final int PER_HOUR = 3_600_000;

    Map<String, String> variables(int port, int managementPort, int database) {
        Map<String, String> variables = new HashMap<>();
        variables.put("SERVICE_PORT", Integer.toString(port));
        variables.put("MANAGEMENT_PORT", Integer.toString(managementPort));
        variables.put("JWT_SECRET", secret);
        variables.put("REDIS_URL", redis.url(database));
        variables.put("BUDGET_SERVICE_URL", backend.url());
        variables.put("PORTFOLIO_SERVICE_URL", backend.url());
        variables.put("NOTIFICATION_SERVICE_URL", backend.url());
        variables.put("RATE_LIMIT_PER_MINUTE", Integer.toString(PER_MINUTE));
        variables.put("RATE_LIMIT_PER_HOUR", Integer.toString(PER_HOUR));
        variables.put("SHUTDOWN_DELAY", "0");
        variables.put("API_DOCS_REFRESH", "0"); // the backend counts what the load sends
        variables.put("MALLOC_ARENA_MAX", "2"); // as the image sets it, and the peer has it, too
        variables.put("PEER_LIMIT_PER_SECOND", Integer.toString(PER_MINUTE / 60));
        return variables;
    }
}
