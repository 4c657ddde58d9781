package com.fincloud.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.apikey.ApiKeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the key of an open connection counts: the entry of the file as it is now decides. */
class ApiKeysTest {

    private static final String ADDRESS = "10.0.0.1";
    private static final String KEY = "a-key-of-another-maker";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Revocations revocations = new Revocations();

    @TempDir
    private Path folder = Path.of("");

    private ApiKeys keys = new ApiKeys("", clock, revocations);

    @BeforeEach
    void start() throws IOException {
        write("billing", KEY, ", expires: 2026-01-02, networks: [10.0.0.0/8]");
        keys = new ApiKeys(file().toString(), clock, revocations);
    }

    private Path file() {
        return folder.resolve("keys.yaml");
    }

    private void write(String name, String key, String more) throws IOException {
        String hash = HexFormat.of().formatHex(ApiKeyText.sha256(key));
        Files.writeString(
                file(),
                "keys:\n  - {name: " + name + ", sha256: '" + hash + "'" + more + "}\n",
                StandardCharsets.UTF_8);
    }

    private ApiKey accepted() {
        return keys.verify(List.of(KEY), List.of(), ADDRESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "billing | a-key-of-another-maker | ', expires: 2026-01-01' | false",
                "billing | a-key-of-another-maker | ', expires: 2026-02-01' | true",
                "billing | a-key-of-another-maker | ', networks: [192.0.2.0/24]' | false",
                "billing | a-key-of-another-maker | ', networks: [10.0.0.1/32]' | true",
                "billing | a-key-of-another-maker | ', roles: [reader]' | true",
                "other | a-key-of-another-maker | '' | false",
                "billing | another-key-of-that-maker | '' | false"
            })
    void afterAReloadTheNewEntryDecides(String name, String key, String more, boolean still) throws IOException {
        ApiKey accepted = accepted();
        assertThat(keys.stillAccepts(accepted, ADDRESS)).isTrue();

        write(name, key, more);
        Objects.requireNonNull(keys.file()).load();

        assertThat(keys.stillAccepts(accepted, ADDRESS)).isEqualTo(still);
    }

    @Test
    void aLaterEndHoldsAfterTheEarlierOne() throws IOException {
        ApiKey accepted = accepted();
        write("billing", KEY, ", expires: 2026-01-03");
        Objects.requireNonNull(keys.file()).load();

        clock.advance(Duration.ofDays(1));
        assertThat(keys.stillAccepts(accepted, ADDRESS)).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(keys.stillAccepts(accepted, ADDRESS)).isFalse();
    }

    @Test
    void theEndAndARevocationHoldWithoutAReload() {
        ApiKey accepted = accepted();
        clock.advance(Duration.ofDays(1));
        assertThat(keys.stillAccepts(accepted, ADDRESS)).isFalse();

        clock.advance(Duration.ofDays(-1));
        assertThat(keys.stillAccepts(accepted, ADDRESS)).isTrue();
        revocations.endHash(HexFormat.of().formatHex(ApiKeyText.sha256(KEY)), Revocations.UNKNOWN);
        assertThat(keys.stillAccepts(accepted, ADDRESS)).isFalse();
    }
}
