package com.fincloud.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {

    @ParameterizedTest
    @CsvSource({"128, 910, 4096", "256, 1820, 8192", "1024, 7281, 20000", "65536, 20000, 20000"})
    void itFollowsTheHeap(long megabytes, int requests, int connections) {
        assertThat(Capacity.ofHeap(megabytes << 20, Capacity.Connection.PLAIN))
                .isEqualTo(new Capacity(requests, connections));
    }

    @ParameterizedTest
    @CsvSource({"ENCRYPTED, 3276", "HTTP2, 2730"})
    void aConnectionThatTakesMoreHasFewerBesideIt(Capacity.Connection connection, int connections) {
        assertThat(Capacity.ofHeap(256 << 20, connection)).isEqualTo(new Capacity(1820, connections));
    }
}
