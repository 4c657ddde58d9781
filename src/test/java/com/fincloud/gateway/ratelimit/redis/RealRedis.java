package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.FreePort;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.WindowUnderTest;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A Redis server of the tests' own, and the limiter's script in it with the time as an argument instead of Redis's clock. */
public final class RealRedis implements AutoCloseable {

    private static final int HEADER = 52;
    private static final int MAGIC = 1_179_796_739;

    private final RedisServer server;
    private final RedisClient client;
    private final String url;
    private final RedisCommands<byte[], byte[]> commands;
    private final String timedScript;
    private int clients;

    public RealRedis() throws IOException {
        int port = FreePort.next();
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        url = "redis://127.0.0.1:" + port + "/4";
        client = RedisClient.create(url);
        commands = client.connect(ByteArrayCodec.INSTANCE).sync();
        timedScript = commands.scriptLoad(withTimeAsArgument());
    }

    private static byte[] withTimeAsArgument() throws IOException {
        try (InputStream file = RedisWindows.class.getResourceAsStream("window.lua")) {
            if (file == null) {
                throw new IllegalStateException("window.lua is missing");
            }
            String script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String timed = script.replace("redis.call('TIME')", "{ARGV[6], ARGV[7]}");
            if (timed.equals(script)) {
                throw new IllegalStateException("window.lua does not ask Redis for the time");
            }
            return timed.getBytes(StandardCharsets.UTF_8);
        }
    }

    public String url() {
        return url;
    }

    public RedisCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** Microseconds on Redis's clock. */
    long time() {
        List<byte[]> time = commands.time();
        return number(time.get(0)) * 1_000_000 + number(time.get(1));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    /** A client's key, as the limiter names it. */
    static byte[] key(String client) {
        return bytes("gateway:limit:{" + client + "}");
    }

    static byte[] bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The windows of a client that has made no request yet. */
    WindowUnderTest window() {
        return window("fresh:" + ++clients);
    }

    WindowUnderTest window(String client) {
        return (limits, cost, micros) -> {
            byte[][] keys = limits.hasCalendar()
                    ? new byte[][] {key(client), bytes("gateway:limit:{" + client + "}:calendar")}
                    : new byte[][] {key(client)};
            List<Long> figures = commands.evalsha(
                    timedScript,
                    ScriptOutputType.MULTI,
                    keys,
                    bytes(limits.perMinute()),
                    bytes(limits.perHour()),
                    bytes(cost),
                    bytes(limits.perDay()),
                    bytes(limits.perMonth()),
                    bytes(micros / 1_000_000),
                    bytes(micros % 1_000_000));
            return Decision.of(
                    limits, cost, figures.stream().mapToLong(Long::longValue).toArray(), true);
        };
    }

    /** Writes a ring in the state that requests at {@code times} have left, its oldest entry in slot {@code oldest}. */
    void write(String client, int slots, int oldest, List<Long> times) {
        ByteBuffer ring = ByteBuffer.allocate(HEADER + 8 * slots);
        double first = times.get(0);
        double latest = times.get(times.size() - 1);
        ring.putInt(MAGIC).putInt(oldest).putInt(times.size()).putInt(slots).putInt(0);
        ring.putDouble(first).putDouble(first).putDouble(latest).putDouble(latest);
        for (int i = 0; i < times.size(); i++) {
            ring.putDouble(HEADER + 8 * ((oldest + i) % slots), times.get(i));
        }
        commands.set(key(client), ring.array());
    }

    /** The times in a client's ring, oldest first. */
    List<Long> read(String client) {
        ByteBuffer ring = ByteBuffer.wrap(commands.get(key(client)));
        int oldest = ring.getInt(4);
        int slots = ring.getInt(12);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < ring.getInt(8); i++) {
            times.add((long) ring.getDouble(HEADER + 8 * ((oldest + i) % slots)));
        }
        return times;
    }

    /** How often the server has run a command until now, scripts' calls included. */
    long callsOf(String command) {
        Matcher calls =
                Pattern.compile("cmdstat_" + command + ":calls=([0-9]+)").matcher(commands.info("commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** Closes the connections of all others, as a server that is taken over from does. */
    public void disconnectClients() {
        commands.clientKill(KillArgs.Builder.typeNormal());
    }

    public void stop() throws IOException {
        server.stop();
    }

    @Override
    public void close() throws IOException {
        client.shutdown();
        stop();
    }
}
