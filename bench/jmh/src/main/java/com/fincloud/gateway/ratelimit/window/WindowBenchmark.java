package com.fincloud.gateway.ratelimit.window;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The window in process, of a client that has used all of its hour: the oldest request leaves, or the next one is refused. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowBenchmark {

    /** Requests an hour. */
    @Param({"1000", "100000"})
    public int perHour;

    private Limits limits = new Limits(1, 1);
    private final ChunkPool spare = new ChunkPool(1_000);
    private SlidingWindow window = new SlidingWindow(spare);
    private SlidingWindow full = new SlidingWindow(spare);
    private long now;
    private long step;

    /** Fills both windows. */
    @Setup(Level.Iteration)
    public void fill() {
        limits = new Limits(perHour, perHour);
        window = new SlidingWindow(spare);
        full = new SlidingWindow(spare);
        step = Window.HOUR.micros() / perHour;
        now = Window.HOUR.micros();
        for (int i = 0; i < perHour; i++, now += step) {
            window.admit(limits, 1, now);
            full.admit(limits, 1, now);
        }
    }

    /** One more as soon as the oldest leaves. */
    @Benchmark
    public Decision admitted() {
        now += step;
        return window.admit(limits, 1, now);
    }

    /** One too many. */
    @Benchmark
    public Decision refused() {
        return full.admit(limits, 0);
    }
}
