package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.WindowFigures;
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

    /** What the key of a client's days and months has behind the key of its minutes and hours. */
    static final String CALENDAR = ":calendar";

    /** The result of a successful call; the result of a failed call is a {@link Throwable}. */
    private static final Object ANSWERED = new Object();

    private final Thread caller = Thread.currentThread();
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> afterwards = new AtomicReference<>();
    private long waitsSince;

    private ScriptCall(CommandType type, String script, String key, Limits limits, int cost) {
        super(type, new Figures(WindowFigures.count(limits)), arguments(script, key, limits, cost));
    }

    /** Creates the arguments. What the script assumes when it is missing is not sent. */
    private static CommandArgs<String, String> arguments(String script, String key, Limits limits, int cost) {
        boolean calendar = limits.hasCalendar();
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8)
                .add(script)
                .add(calendar ? 2 : 1)
                .addKey(key);
        if (calendar) {
            arguments.addKey(key + CALENDAR); // the key has a hash tag, so both keys have one slot
        }
        arguments.add(limits.perMinute()).add(limits.perHour());
        if (calendar || cost != 1) {
            arguments.add(cost);
        }
        return calendar ? arguments.add(limits.perDay()).add(limits.perMonth()) : arguments;
    }

    /** Creates a call of the script that Redis knows by its digest (EVALSHA). */
    static ScriptCall ofDigest(String key, Limits limits, int cost) {
        return new ScriptCall(CommandType.EVALSHA, WindowScript.DIGEST, key, limits, cost);
    }

    /** Creates a call that sends the script's text (EVAL). */
    static ScriptCall ofText(String key, Limits limits, int cost) {
        return new ScriptCall(CommandType.EVAL, WindowScript.TEXT, key, limits, cost);
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

        Figures(int count) {
            super(StringCodec.UTF8, new long[count]);
        }

        @Override
        public void set(long figure) {
            if (next < output.length) {
                output[next++] = figure;
            }
        }
    }
}
