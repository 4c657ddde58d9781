package com.fincloud.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 5.2. */
class FrameTrackerTest {

    private static byte[] frame(int first, int length, boolean masked) {
        int extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        ByteBuffer frame = ByteBuffer.allocate(2 + extra + (masked ? 4 : 0) + length);
        frame.put((byte) first).put((byte) ((masked ? 0x80 : 0) | (extra == 0 ? length : extra == 2 ? 126 : 127)));
        if (extra == 2) {
            frame.putShort((short) length);
        } else if (extra == 8) {
            frame.putLong(length);
        }
        return frame.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
    void aFrameEndsAfterItsPayloadHoweverItsBytesArrive(int length) throws FrameException {
        Random random = new Random(length);
        for (boolean masked : new boolean[] {true, false}) {
            byte[] frame = frame(0x82, length, masked);
            FrameTracker tracker = new FrameTracker(masked);
            int at = 0;
            while (at < frame.length) {
                assertThat(tracker.isBetweenFrames()).isEqualTo(at == 0);
                int to = Math.min(frame.length, at + 1 + random.nextInt(at < 20 ? 3 : 5_000));
                assertThat(tracker.follow(ByteBuffer.wrap(frame), at, to)).isEqualTo(to);
                at = to;
            }
            assertThat(tracker.isBetweenFrames()).isTrue();
            assertThat(tracker.hasClosed()).isFalse();
        }
    }

    @Test
    void itStopsAtTheEndOfEachFrame() throws FrameException {
        ByteBuffer two = ByteBuffer.allocate(100).put(frame(0x81, 3, false)).put(frame(0x88, 2, false));
        FrameTracker tracker = new FrameTracker(false);

        assertThat(tracker.follow(two, 0, two.position())).isEqualTo(5);
        assertThat(tracker.hasClosed()).isFalse();
        assertThat(tracker.follow(two, 5, two.position())).isEqualTo(9);
        assertThat(tracker.hasClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "true, 8101", // not masked
        "false, 8181", // masked
        "false, 887e0080", // a long control frame
        "false, 0800", // a control frame in fragments
        "false, 827f8000000000000000" // 2^63 bytes
    })
    void otherBytesAreNoFrame(boolean masked, String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> new FrameTracker(masked).follow(ByteBuffer.wrap(bytes), 0, bytes.length))
                .isInstanceOf(FrameException.class);
    }
}
