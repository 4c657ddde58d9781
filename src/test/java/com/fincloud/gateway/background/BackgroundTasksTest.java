package com.fincloud.gateway.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** No exception and no {@link Error} ends a background task. */
@ExtendWith(OutputCaptureExtension.class)
class BackgroundTasksTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final BackgroundTasks tasks = new BackgroundTasks(BackgroundTask.CERTIFICATES);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        tasks.close();
    }

    private static <E extends Throwable> void fail(Throwable failure) throws E {
        @SuppressWarnings("unchecked")
        E thrown = (E) failure;
        throw thrown;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                InterruptedException.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                OutOfMemoryError.class,
                AssertionError.class
            })
    void aPeriodicTaskRunsAgainWhateverItThrows(Class<? extends Throwable> failure) {
        long before = BackgroundTask.CERTIFICATES.failures();

        tasks.every(Duration.ZERO, OFTEN, () -> {
            runs.incrementAndGet();
            try {
                BackgroundTasksTest.<RuntimeException>fail(
                        failure.getDeclaredConstructor().newInstance());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("the failure cannot be made", e);
            }
        });

        await().until(() -> runs.get() > 5);
        assertThat(BackgroundTask.CERTIFICATES.failures()).isGreaterThan(before + 4);
    }

    @Test
    void eachDistinctFailureIsLoggedOnceAndWithoutItsMessage(CapturedOutput output) {
        tasks.every(Duration.ZERO, OFTEN, () -> {
            if (runs.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("redis://user:password@host " + runs);
            }
            throw new StackOverflowError("another");
        });

        await().until(() -> runs.get() > 20);
        assertThat(output.getOut().lines().filter(line -> line.contains("Background task failed")))
                .hasSize(2)
                .noneMatch(line -> line.contains("password"))
                .allMatch(line -> line.contains("certificates"))
                .anyMatch(line -> line.contains("BackgroundTasksTest"));
    }

    @Test
    void aLoopGoesOnAfterAnError() {
        BackgroundTasks.loop(BackgroundTask.REDIS_OVERDUE, () -> runs.get() < 3, () -> {
            runs.incrementAndGet();
            throw new NoClassDefFoundError();
        });

        await().until(() -> runs.get() == 3);
    }

    @Test
    void aSlowTaskDelaysNoTaskOfAnotherKind() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        try (BackgroundTasks slow = new BackgroundTasks(BackgroundTask.ROUTE_FOLDER)) {
            CountDownLatch begun = new CountDownLatch(1);
            slow.run(() -> {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            tasks.every(Duration.ZERO, OFTEN, runs::incrementAndGet);

            await().until(() -> runs.get() > 3);
        } finally {
            release.countDown();
        }
    }

    @Test
    void anOutOfMemoryErrorIsHandedToTheOnePlaceThatDecides() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        OutOfMemory.onError(error -> told.countDown());
        try {
            tasks.run(() -> {
                throw new OutOfMemoryError("not really");
            });

            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            OutOfMemory.onError(error -> {});
        }
    }

    @Test
    void nothingRunsAfterTheClose() {
        tasks.every(Duration.ZERO, OFTEN, runs::incrementAndGet);
        await().until(() -> runs.get() > 0);

        tasks.close();
        tasks.run(() -> runs.addAndGet(1000));

        assertThat(tasks.isClosed()).isTrue();
        assertThat(runs.get()).isLessThan(1000);
    }

    @Test
    void anExceptionOfWorkThatTheEndInterruptsIsNoFailure() throws InterruptedException {
        long before = BackgroundTask.CERTIFICATES.failures();
        CountDownLatch begun = new CountDownLatch(1);
        tasks.run(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        });
        begun.await();

        tasks.close();
        tasks.awaitEnd(Duration.ofSeconds(20));

        assertThat(BackgroundTask.CERTIFICATES.failures()).isEqualTo(before);
    }
}
