package com.fincloud.gateway.demo;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/** A Redis server of our own, in memory, on a free port of this machine. */
final class DemoRedis implements AutoCloseable {

    private final RedisServer server;
    private final int port;

    DemoRedis() {
        try {
            port = FreePort.next();
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
        } catch (IOException e) {
            throw new CannotStart(
                    "The built-in Redis does not start (" + e.getMessage()
                            + ").\nSet REDIS_URL to a Redis of your own.",
                    e);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + port + "/4";
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
