package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The window in a real Redis of this machine, by the gateway's own client and script: one round trip, alone and shared. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RedisWindowBenchmark {

    private static final Limits LIMITS = new Limits(1_000, 1_000);
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final int port = freePort();
    private final RedisWindows windows = new RedisWindows(new RedisUrl("redis://127.0.0.1:" + port, RedisTls.OF_JDK), () -> {});
    private final Process server = start(port);

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process start(int port) {
        try {
            return new ProcessBuilder(
                            "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("redis-server must be on the path", e);
        }
    }

    /** Connects as soon as Redis listens. */
    @Setup(Level.Trial)
    public void connect() throws RedisWindows.Unavailable, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                windows.connect();
                return;
            } catch (RedisWindows.Unavailable e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** Ends Redis. */
    @TearDown(Level.Trial)
    public void stop() {
        windows.close();
        server.destroy();
    }

    /** A request of one of two thousand users, with nobody else on the way. */
    @Benchmark
    @Threads(1)
    public Decision alone() throws RedisWindows.Unavailable {
        return admit();
    }

    /** The same with sixteen at a time, which share round trips; the time is that of each. */
    @Benchmark
    @Threads(16)
    public Decision sixteenAtATime() throws RedisWindows.Unavailable {
        return admit();
    }

    private Decision admit() throws RedisWindows.Unavailable {
        return windows.admit("user:" + ThreadLocalRandom.current().nextInt(2_000), LIMITS, 1);
    }
}
