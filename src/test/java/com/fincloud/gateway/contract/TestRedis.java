package com.fincloud.gateway.contract;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis server on a port of its own, which can be stopped and started again. */
final class TestRedis implements AutoCloseable {

    private final int port;
    private final String[] settings;
    private RedisServer server;

    /** A server with these lines of configuration besides its own. */
    TestRedis(String... settings) {
        this.settings = settings;
        port = FreePort.next();
        server = run();
    }

    private RedisServer run() {
        try {
            RedisServerBuilder builder =
                    RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
            for (String setting : settings) {
                builder.setting(setting);
            }
            RedisServer started = builder.build();
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + port + "/4";
    }

    void start() {
        server = run();
    }

    void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
