package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.ratelimit.window.Limits;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call of the limiter's script, with the thread that made it and waits for the reply. The thread waits without a timer:
 * {@link CommandTimeouts} ends calls that take too long.
 */
final class ScriptCall extends Command<String, String, long[]> {

    private static final int FIGURES = 6;

    /** The result of a successful call; the result of a failed call is a {@link Throwable}. */
    private static final Object ANSWERED = new Object();

    private final Thread caller = Thread.currentThread();
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> afterwards = new AtomicReference<>();
    private long waitsSince;

    private ScriptCall(CommandType type, String script, String key, Limits limits) {
        super(
                type,
                new Figures(),
                new CommandArgs<>(StringCodec.UTF8)
                        .add(script)
                        .add(1)
                        .addKey(key)
                        .add(limits.perMinute())
                        .add(limits.perHour()));
    }

    /** Creates a call of a script that Redis knows by its digest (EVALSHA). */
    static ScriptCall ofDigest(String digest, String key, Limits limits) {
        return new ScriptCall(CommandType.EVALSHA, digest, key, limits);
    }

    /** Creates a call that sends the script's text (EVAL). */
    static ScriptCall ofText(String text, String key, Limits limits) {
        return new ScriptCall(CommandType.EVAL, text, key, limits);
    }

    /** Records when the wait began, on the clock of {@link PendingCommands}. */
    void waitsSince(long nanos) {
        waitsSince = nanos;
    }

    long waitsSince() {
        return waitsSince;
    }

    /** Runs {@code task} when the call has ended, on the thread that ends it; at once if it has already ended. */
    void afterwards(Runnable task) {
        afterwards.set(task);
        if (isDone()) {
            runAfterwards();
        }
    }

    private void runAfterwards() {
        Runnable task = afterwards.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }

    /**
     * Waits for the result, on the thread that made the call.
     *
     * @throws ExecutionException if the call failed
     * @throws InterruptedException if the thread was interrupted; this also ends the call
     */
    long[] await() throws ExecutionException, InterruptedException {
        Object how;
        while ((how = end.get()) == null) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                cancel();
                throw new InterruptedException("interrupted while Redis was asked");
            }
        }
        if (how instanceof Throwable failure) {
            throw new ExecutionException(failure);
        }
        return getOutput().get();
    }

    @Override
    public void complete() {
        String error = getError();
        end(error == null ? ANSWERED : failure(error));
    }

    private static RedisCommandExecutionException failure(String error) {
        return error.startsWith("NOSCRIPT")
                ? new RedisNoScriptException(error)
                : new RedisCommandExecutionException(error);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        FatalErrors.check(failure); // the Redis client catches every error
        return end(failure);
    }

    @Override
    public void cancel() {
        end(new CancellationException("cancelled"));
    }

    /** Ends the call. If a late reply and the time-out compete, the first one counts. */
    private boolean end(Object how) {
        if (!end.compareAndSet(null, how)) {
            return false;
        }
        LockSupport.unpark(caller);
        runAfterwards();
        return true;
    }

    @Override
    public boolean isDone() {
        return end.get() != null;
    }

    @Override
    public boolean isCancelled() {
        return end.get() instanceof CancellationException;
    }

    /** Parses the script's integers into an array, without a list and without boxing. */
    private static final class Figures extends CommandOutput<String, String, long[]> {

        private int next;

        Figures() {
            super(StringCodec.UTF8, new long[FIGURES]);
        }

        @Override
        public void set(long figure) {
            if (next < FIGURES) {
                output[next++] = figure;
            }
        }
    }
}
