package com.fincloud.gateway.upstream.client.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanRestsTest {

    private final CleanRests rests = new CleanRests();

    private void clean(int times) {
        for (int i = 0; i < times; i++) {
            rests.clean();
        }
    }

    @Test
    void trustIsEarnedByCleanRests() {
        clean(CleanRests.ENOUGH - 1);
        assertThat(rests.isTrusted()).isFalse();

        clean(1);
        assertThat(rests.isTrusted()).isTrue();
    }

    @Test
    void oneWrongBodyEndsItForLong() {
        clean(1_000_000);
        rests.dirty();
        clean(CleanRests.PENALTY - 1);
        assertThat(rests.isTrusted()).isFalse();

        clean(1);
        assertThat(rests.isTrusted()).isTrue();
    }
}
