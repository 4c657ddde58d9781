package com.fincloud.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferBuffersTest {

    private static final int LARGE = 128 * 1024;
    private static final int SMALL = 16 * 1024;

    private final TransferBuffers buffers = new TransferBuffers();

    @Test
    void aShortBodyGetsWhatItNeeds() {
        assertThat(buffers.take(1000)).hasSize(1001);
    }

    @Test
    void aBodyThatNoLargeBufferWouldBeFilledByGetsASmallOne() {
        assertThat(buffers.take(LARGE - 1)).hasSize(SMALL);
    }

    @Test
    void aLongBodyAndOneOfUnknownLengthGetALargeOne() {
        assertThat(buffers.take(LARGE)).hasSize(LARGE);
        assertThat(buffers.take(-1)).hasSize(LARGE);
    }

    @Test
    void whoComesWhenAllLargeOnesAreTakenGetsASmallOne() {
        List<byte[]> taken = new ArrayList<>();
        for (byte[] buffer = buffers.take(-1); buffer.length == LARGE; buffer = buffers.take(-1)) {
            taken.add(buffer);
        }

        assertThat(taken).hasSize(12);
    }

    @Test
    void aLargeOneIsUsedAgain() {
        byte[] first = buffers.take(-1);
        buffers.giveBack(first);

        assertThat(buffers.take(-1)).isSameAs(first);
    }
}
