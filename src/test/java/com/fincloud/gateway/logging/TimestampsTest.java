package com.fincloud.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    private final Timestamps timestamps = new Timestamps();

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z,           2026-03-01T12:00:00.000000Z",
        "2026-03-01T12:00:00.000001Z,    2026-03-01T12:00:00.000001Z",
        "2026-03-01T23:59:59.999999999Z, 2026-03-01T23:59:59.999999Z",
        "1970-01-01T00:00:00.5Z,         1970-01-01T00:00:00.500000Z",
        "1969-12-31T23:59:59.25Z,        1969-12-31T23:59:59.250000Z"
    })
    void aMomentIsWrittenToTheMicrosecond(String moment, String text) {
        assertThat(timestamps.text(Instant.parse(moment))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12:00:00.1, 12:00:00.2", "12:00:00.9, 12:00:01.1", "12:00:01.1, 12:00:00.9"})
    void eachMomentHasItsOwnText(String before, String after) {
        timestamps.text(Instant.parse("2026-03-01T" + before + "Z"));

        assertThat(timestamps.text(Instant.parse("2026-03-01T" + after + "Z")))
                .isEqualTo("2026-03-01T" + after + "00000Z");
    }
}
