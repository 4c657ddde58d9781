package com.fincloud.gateway.ratelimit.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SlidingWindowTest implements ExactWindows, ExactWindowCases {

    @Override
    public WindowUnderTest fresh() {
        return new SlidingWindow(new ChunkPool(1))::admit;
    }

    @Test
    void theNewestRequestIsTheLastThatWasAdmitted() {
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        assertThat(window.newest()).isZero();

        for (int i = 0; i < 20; i++) {
            window.admit(new Limits(12, 12), 1, RandomTimes.START + i);
        }

        assertThat(window.newest()).isEqualTo(RandomTimes.START + 11);
    }

    @Test
    void aClientThatNeverRestsIsCountedExactlyForDays() {
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        Limits limits = new Limits(10, 6);
        long step = Window.HOUR.micros() / 6;

        for (int i = 0; i < 300; i++) {
            long time = RandomTimes.START + i * step;
            assertThat(window.admit(limits, 1, time).allowed()).isTrue();
            assertThat(window.newest()).isEqualTo(time);
            assertThat(window.admit(limits, 1, time + 1).allowed()).isEqualTo(i < 5);
            if (i < 5) {
                window.takeBack(limits, 1, time + 1);
            }
        }
    }

    @Test
    void requestsOfManyThreadsAreCountedOnceEach() throws Exception {
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> admitted = new ArrayList<>();

        for (int thread = 0; thread < 4; thread++) {
            admitted.add(threads.submit(() -> {
                int count = 0;
                for (int i = 0; i < 2_000; i++) {
                    count += window.admit(new Limits(5_000, 5_000), 1, RandomTimes.START)
                                    .allowed()
                            ? 1
                            : 0;
                }
                return count;
            }));
        }
        int total = 0;
        for (Future<Integer> one : admitted) {
            total += one.get();
        }
        threads.shutdown();

        assertThat(total).isEqualTo(5_000);
    }

    @Test
    void whatIsTakenBackMakesRoomAtOnce() {
        Limits limits = new Limits(3, 3);
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        for (int i = 0; i < 3; i++) {
            window.admit(limits, 1, RandomTimes.START + 10L * i);
        }

        window.takeBack(limits, 1, RandomTimes.START + 10);

        assertThat(window.newest()).isEqualTo(RandomTimes.START + 20);
        assertThat(window.admit(limits, 1, RandomTimes.START + 30).remainingHour())
                .isZero();
        assertThat(window.admit(limits, 1, RandomTimes.START + 40).allowed()).isFalse();
    }

    @Test
    void whatIsNotThereCannotBeTakenBack() {
        Limits limits = new Limits(2, 2);
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        window.admit(limits, 1, RandomTimes.START);

        window.takeBack(limits, 1, RandomTimes.START + 1);

        assertThat(window.admit(limits, 1, RandomTimes.START + 2).remainingHour())
                .isZero();
    }

    @Test
    void whatOthersHaveAdmittedCountsBeyondTheLimit() {
        Limits limits = new Limits(1, 1);
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        for (int i = 0; i < 20; i++) {
            window.add(limits, 1, RandomTimes.START + i);
        }

        Decision decision = window.admit(limits, 1, RandomTimes.START + Window.HOUR.micros() + 18);

        assertThat(decision.allowed()).isFalse();
        assertThat(window.admit(limits, 1, RandomTimes.START + Window.HOUR.micros() + 19)
                        .allowed())
                .isTrue();
    }

    @Test
    void whatIsTakenBackIsTakenFromTheDayAsWell() {
        Limits limits = new Limits(100, 100, 10, 20);
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        window.admit(limits, 4, RandomTimes.START);
        window.admit(limits, 4, RandomTimes.START + 1);

        window.takeBack(limits, 4, RandomTimes.START);

        Decision decision = window.admit(limits, 6, RandomTimes.START + 2);
        assertThat(decision.remainingHour()).isEqualTo(90);
        assertThat(decision.calendar()).isNotNull().satisfies(left -> {
            assertThat(left.day()).isZero();
            assertThat(left.month()).isEqualTo(10);
        });
    }

    @Test
    void aClientWithAMonthIsOverWhenTheMonthIs() {
        Limits limits = new Limits(100, 100, 0, 20);
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        window.admit(limits, 1, RandomTimes.START); // in September

        long later = RandomTimes.START + 2 * Window.HOUR.micros();
        assertThat(window.isOver(later - Window.HOUR.micros(), later)).isFalse();
        assertThat(window.isOver(later, RandomTimes.START + Window.MONTH.micros()))
                .isTrue();
    }

    @Test
    void whatIsForgottenGivesItsMemoryBack() {
        Limits limits = new Limits(1000, 1000);
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        for (int i = 0; i < 1000; i++) {
            window.admit(limits, 1, RandomTimes.START + i);
        }

        window.forgetBefore(RandomTimes.START + 990);

        assertThat(window.slots()).isEqualTo(10);
        assertThat(window.admit(limits, 1, RandomTimes.START + 1000).remainingHour())
                .isEqualTo(989);
    }
}
