package com.fincloud.gateway.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A gRPC stream may have many small messages; a flood of them is still overhead. */
class SmallFramesTest {

    private final AtomicLong now = new AtomicLong(-1);
    private final SmallFrames frames = new SmallFrames(now::get);

    private int excused(int sent) {
        int excused = 0;
        for (int i = 0; i < sent; i++) {
            excused += frames.excuses(6) ? 1 : 0;
        }
        return excused;
    }

    @Test
    void asManyAreExcusedAsASecondAllows() {
        assertThat(excused(5_000)).isEqualTo(SmallFrames.PER_SECOND);
        assertThat(excused(1)).isZero();
        now.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(excused(5_000)).isEqualTo(SmallFrames.PER_SECOND / 10);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(excused(5_000)).isEqualTo(SmallFrames.PER_SECOND);
    }

    @Test
    void aFrameWithoutAMessageIsNot() {
        assertThat(frames.excuses(4)).isFalse();
        assertThat(frames.excuses(0)).isFalse();
        assertThat(frames.excuses(1024)).isFalse(); // not small
    }
}
