package com.fincloud.bench.scale;

import com.fincloud.bench.box.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What the limiter's script costs a Redis by itself: memory of a user and time of a call, by limit and by how much of it is used. The
 * script is the gateway's own, with the time as an argument, so that an hour passes at once.
 */
final class WindowCost {

    /** In all, for one figure; what Redis keeps besides is little beside what they take. */
    private static final int ADMISSIONS = 30_000;

    private static final int LEAST_USERS = 5;
    private static final int MOST_USERS = 5_000;
    private static final int CALLS = 5_000;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long START_MICROS = 1_700_000_000_000_000L;

    private final RedisClient redis;
    private final String digest;

    /** The costs in an empty Redis. */
    WindowCost(RedisClient redis, Path project) throws IOException {
        this.redis = redis;
        String script = Files.readString(project.resolve("src/main/resources/com/fincloud/gateway/ratelimit/redis/window.lua"));
        this.digest = String.valueOf(
                redis.call("SCRIPT", "LOAD", script.replace("redis.call('TIME')", "{ARGV[3], ARGV[4]}")));
    }

    /** A row for a limit: memory with one request in the hour, with half of what may be, with all; time of a call then. */
    String row(int perMinute, int perHour) throws IOException {
        bytesOfUser(perMinute, perHour, 1); // buffers that Redis makes once
        long one = bytesOfUser(perMinute, perHour, 1);
        long half = bytesOfUser(perMinute, perHour, perHour / 2);
        long full = bytesOfUser(perMinute, perHour, perHour);
        return String.format(
                Locale.ROOT,
                "| %,d / %,d | %,d | %,d | %,d | %.1f | %.1f |",
                perMinute,
                perHour,
                one,
                half,
                full,
                micros(perMinute, perHour, perHour),
                micros(perMinute, perHour, perHour * 2));
    }

    /** How much more Redis uses for each of many users, their keys, expiry and the allocator's rounding included. */
    private long bytesOfUser(int perMinute, int perHour, int requests) throws IOException {
        redis.call("FLUSHALL");
        int users = Math.max(LEAST_USERS, Math.min(MOST_USERS, ADMISSIONS / requests));
        long before = usedMemory();
        for (int user = 0; user < users; user++) {
            for (int i = 0; i < requests; i++) {
                admit(1_000_000 + user, perMinute, perHour, START_MICROS + i * (HOUR_MICROS / perHour));
            }
        }
        return (usedMemory() - before) / users;
    }

    private long usedMemory() throws IOException {
        return Long.parseLong(redis.info("memory").getOrDefault("used_memory", "0"));
    }

    /** Microseconds of a call by Redis's own count, for a user who has made {@code requests} at the pace that the hour allows. */
    private double micros(int perMinute, int perHour, int requests) throws IOException {
        redis.call("FLUSHALL");
        long step = HOUR_MICROS / perHour;
        for (int i = 0; i < Math.min(requests, perHour); i++) {
            admit(1, perMinute, perHour, START_MICROS + i * step);
        }
        boolean beyond = requests > perHour;
        redis.call("CONFIG", "RESETSTAT");
        for (int i = 0; i < CALLS; i++) {
            long more = beyond ? 1 : (i + 1) * step; // refused within the hour, or admitted as the oldest leaves
            admit(1, perMinute, perHour, START_MICROS + (perHour - 1) * step + more);
        }
        Map<String, String> commands = redis.info("commandstats");
        return (double) ClusterCounters.field(commands, "cmdstat_evalsha", "usec=") / CALLS;
    }

    private void admit(int user, int perMinute, int perHour, long micros) throws IOException {
        redis.call(
                "EVALSHA",
                digest,
                1,
                "gateway:limit:{user:" + user + "}",
                perMinute,
                perHour,
                micros / 1_000_000,
                micros % 1_000_000);
    }
}
