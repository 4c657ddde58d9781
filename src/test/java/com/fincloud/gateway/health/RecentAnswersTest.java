package com.fincloud.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Answers that are kept for a second. */
class RecentAnswersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final RecentAnswers recent = new RecentAnswers(nanos::get);

    private Map<?, ?> ask() {
        return Map.of("inquiry", asked.incrementAndGet());
    }

    @Test
    void withinASecondNobodyIsAskedAgain() {
        Map<?, ?> first = recent.get(SECOND, this::ask);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());

        assertThat(recent.get(SECOND, this::ask)).isSameAs(first);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(recent.get(SECOND, this::ask)).isNotEqualTo(first);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whoComesMeanwhileWaitsForTheSameAnswers() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<Map<?, ?>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> recent.get(SECOND, () -> {
                    await(mayAnswer);
                    return ask();
                })));
            }
            mayAnswer.countDown();

            for (Future<Map<?, ?>> answer : answers) {
                assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(Map.of("inquiry", 1));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(asked).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(() -> recent.get(SECOND, () -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(recent.get(SECOND, this::ask)).isEqualTo(Map.of("inquiry", 1));
    }
}
