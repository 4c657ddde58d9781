package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.settings.value.Values;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesAndSecondsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1B, 1",
        "10 b, 10",
        "1KB, 1024",
        "1kib, 1024",
        "10MB, 10485760",
        "10 MiB, 10485760",
        "2GB, 2147483648",
        "2GiB, 2147483648",
        "999999999GB, 1073741822926258176",
        "123456789012345678, 123456789012345678"
    })
    void aSizeIsANumberWithAUnitOfPowersOf1024(String text, long bytes) {
        assertThat(Values.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MB",
                "x",
                "-1",
                "+1",
                "1.5MB",
                "1,5MB",
                "10M",
                "10TB",
                "1 2",
                "9999999999KB",
                "1e6",
                "\u0661"
            })
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Values.bytes(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void aSizeThatNoNumberHoldsIsRefused() {
        assertThatThrownBy(() -> Values.bytes("9".repeat(19))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "30, 30000", "0.5, 500", "0.001, 1", "1.50, 1500", "60, 60000", "007, 7000"})
    void secondsMayHaveDecimals(String text, long millis) {
        assertThat(Values.seconds(text, 60)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.0", "-1", "60.001", "61", "1s", "1.2345", "1.", ".5", "1e1", "1,5", "x", "1 "})
    void whatIsNoNumberOfSecondsInRangeIsRefused(String text) {
        assertThatThrownBy(() -> Values.seconds(text, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void aListHasNeitherBlanksNorEmptyParts() {
        assertThat(Values.list(" a, b ,,c d, ")).containsExactly("a", "b", "c d");
        assertThat(Values.list("")).isEmpty();
        assertThat(Values.list(" , ")).isEmpty();
    }
}
