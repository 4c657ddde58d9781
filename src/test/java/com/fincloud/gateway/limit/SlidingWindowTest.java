package com.fincloud.gateway.limit;

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
        return new SlidingWindow()::admit;
    }

    @Test
    void theNewestRequestIsTheLastThatWasAdmitted() {
        SlidingWindow window = new SlidingWindow();
        assertThat(window.newest()).isZero();

        for (int i = 0; i < 20; i++) {
            window.admit(new Limits(12, 12), RandomTimes.START + i);
        }

        assertThat(window.newest()).isEqualTo(RandomTimes.START + 11);
    }

    @Test
    void requestsOfManyThreadsAreCountedOnceEach() throws Exception {
        SlidingWindow window = new SlidingWindow();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> admitted = new ArrayList<>();

        for (int thread = 0; thread < 4; thread++) {
            admitted.add(threads.submit(() -> {
                int count = 0;
                for (int i = 0; i < 2_000; i++) {
                    count += window.admit(new Limits(5_000, 5_000), RandomTimes.START)
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
}
