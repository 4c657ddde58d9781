package com.fincloud.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.trace.UpstreamAttempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A request that calls services a million times keeps no million attempts. */
class UpstreamAttemptsTest {

    private static final class Attempt extends UpstreamAttempt {

        private final int status;

        private Attempt(int status) {
            this.status = status;
        }

        @Override
        public String service() {
            return "shop";
        }

        @Override
        public String address() {
            return "http://shop";
        }

        @Override
        public @Nullable String result() {
            return "answered";
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public long beganNanos() {
            return 0;
        }

        @Override
        public long connectedNanos() {
            return 0;
        }

        @Override
        public long endedNanos() {
            return 0;
        }
    }

    private final RequestTimings timings = new RequestTimings(null);

    private void call(int times) {
        for (int i = 1; i <= times; i++) {
            timings.upstreamBegins(new Attempt(i), i);
            timings.upstreamEnds(i);
        }
    }

    @Test
    void fewAttemptsAreAllKeptInTheirOrder() {
        assertThat(timings.upstreamUsed()).isFalse();
        call(7);

        assertThat(timings.upstreamUsed()).isTrue();
        assertThat(timings.attempts()).extracting(UpstreamAttempt::status).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void ofManyTheLastAreKept() {
        for (int i = 0; i < 1000; i++) {
            call(1);
            assertThat(timings.attempts()).hasSizeLessThanOrEqualTo(16);
        }
        call(1001);

        assertThat(timings.attempts().size()).isBetween(8, 16);
        assertThat(timings.attempts().get(timings.attempts().size() - 1).status())
                .isEqualTo(1001);
    }
}
