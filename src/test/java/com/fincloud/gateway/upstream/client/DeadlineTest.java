package com.fincloud.gateway.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.http.body.TestBody;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The moments are those of {@link System#nanoTime}, moved on by hand: {@link Deadline#check} takes the time as an argument. */
@Timeout(30)
class DeadlineTest {

    private static final Duration TIME = Duration.ofHours(1);
    private static final long BODY_NANOS = Duration.ofMinutes(10).toNanos();

    private final Deadlines deadlines = new Deadlines();
    private final AtomicInteger aborts = new AtomicInteger();

    @AfterEach
    void close() {
        deadlines.close();
    }

    private Deadline deadline() {
        return deadlines.begin(new Deadline.Terms(TIME, null), aborts::incrementAndGet);
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void aCallIsEndedWhenItsTimeIsOverAndNotBefore() {
        long early = in(TIME) - 1;
        Deadline deadline = deadline();

        deadline.check(early);
        assertThat(deadline.passed()).isFalse();
        deadline.check(in(TIME));
        assertThat(deadline.passed()).isTrue();
        assertThat(aborts).hasValue(1);
    }

    @Test
    void aCallIsEndedOnce() {
        Deadline deadline = deadline();

        deadline.check(in(TIME));
        deadline.check(in(TIME));

        assertThat(aborts).hasValue(1);
    }

    @Test
    void aHeadThatComesAfterTheEndIsNoAnswer() {
        Deadline deadline = deadline();
        deadline.check(in(TIME));

        assertThatThrownBy(deadline::met).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void nobodyMayTakeLongOverABodyThatNobodyReads() throws Exception {
        Deadline deadline = deadline();
        deadline.met();
        deadline.readBegins();
        deadline.readEnds();

        deadline.check(in(TIME.multipliedBy(100)));

        assertThat(deadline.passed()).isFalse();
    }

    @Test
    void aReadOfTheBodyMayTakeTenMinutes() throws Exception {
        Deadline deadline = deadline();
        deadline.met();
        long early = System.nanoTime() + BODY_NANOS - 1;
        deadline.readBegins();

        deadline.check(early);
        assertThat(deadline.passed()).isFalse();
        deadline.check(System.nanoTime() + BODY_NANOS + 1);
        assertThat(deadline.passed()).isTrue();
        assertThat(aborts).hasValue(1);
    }

    @Test
    void aClientThatIsWaitedForIsNotTheBackendsFault() throws Exception {
        TestBody client = new TestBody(2);
        Deadline deadline = deadlines.begin(new Deadline.Terms(TIME, client.body()), aborts::incrementAndGet);
        FutureTask<Integer> read = reading(client);
        client.awaitReader();

        deadline.check(in(TIME.multipliedBy(10)));
        assertThat(deadline.passed()).isFalse();

        client.send((byte) 'a');
        read.get();
        deadline.check(in(TIME));
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void theTimeRunsFromTheLastByteThatTheClientSent() throws Exception {
        TestBody client = new TestBody(2);
        Deadline deadline = deadlines.begin(new Deadline.Terms(TIME, client.body()), aborts::incrementAndGet);
        long atFirst = in(TIME);
        client.send((byte) 'a');
        client.body().read();

        deadline.check(atFirst);
        assertThat(deadline.passed()).isFalse();
        deadline.check(client.body().lastReceivedNanos() + TIME.toNanos());
        assertThat(deadline.passed()).isTrue();
    }

    private static FutureTask<Integer> reading(TestBody client) {
        FutureTask<Integer> read = new FutureTask<>(() -> client.body().read());
        new Thread(read, "reader").start();
        return read;
    }

    @Test
    void aHeadAndTheEndOfTheTimeNeverBothCount() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            AtomicInteger ended = new AtomicInteger();
            Deadline deadline = deadlines.begin(new Deadline.Terms(TIME, null), ended::incrementAndGet);
            CyclicBarrier start = new CyclicBarrier(2);
            FutureTask<Boolean> head = new FutureTask<>(() -> {
                start.await();
                return isMet(deadline);
            });
            new Thread(head, "head").start();
            start.await();
            deadline.check(in(TIME));

            assertThat(head.get()).as("met, in round %d", i).isEqualTo(!deadline.passed());
            assertThat(ended).as("aborts, in round %d", i).hasValue(deadline.passed() ? 1 : 0);
            deadline.close();
        }
    }

    private static boolean isMet(Deadline deadline) {
        try {
            deadline.met();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void theClockFindsWhatIsOver() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);

        deadlines.begin(new Deadline.Terms(TIME, null), () -> {
            throw new AssertionError("its time is not over");
        });
        deadlines.begin(new Deadline.Terms(Duration.ZERO, null), ended::countDown);

        ended.await();
    }

    @Test
    void aCallThatCannotBeEndedDoesNotStopTheClockOfTheOthers() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        deadlines.begin(new Deadline.Terms(Duration.ZERO, null), () -> {
            failed.countDown();
            throw new IllegalStateException("a socket that does not close");
        });
        failed.await();
        CountDownLatch ended = new CountDownLatch(1);

        deadlines.begin(new Deadline.Terms(Duration.ZERO, null), ended::countDown);

        ended.await();
    }
}
