package com.fincloud.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {

    @ParameterizedTest
    @CsvSource({"128, 1170, 4096", "256, 2340, 8192", "1024, 9362, 20000", "65536, 20000, 20000"})
    void itFollowsTheHeap(long megabytes, int requests, int connections) {
        assertThat(Capacity.ofHeap(megabytes << 20, false)).isEqualTo(new Capacity(requests, connections));
    }

    @Test
    void anEncryptedConnectionTakesThreeTimesAsMuch() {
        assertThat(Capacity.ofHeap(256 << 20, true)).isEqualTo(new Capacity(2340, 2730));
    }
}
