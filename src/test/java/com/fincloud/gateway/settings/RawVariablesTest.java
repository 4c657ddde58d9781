package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/** Contract 1.4: a variable is literal. */
class RawVariablesTest {

    private static MutablePropertySources sources(String source, String value) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new MapPropertySource(source, Map.of("X", value)));
        sources.addLast(new MapPropertySource("later", Map.of("X", "later", "Y", "only here")));
        return sources;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a${abc}b",
                "${X}",
                "${",
                "}",
                "#{systemProperties}",
                "{{X}}",
                "\\",
                "\\n\\u0041",
                "$$",
                "$$$$ $",
                "\"quoted\"",
                "'",
                " blanks ",
                "é€\ud83d\ude00",
                "line\nfeed"
            })
    void aValueIsTakenAsItStands(String value) {
        assertThat(RawVariables.value(sources("systemEnvironment", value), "X")).isEqualTo(value);
    }

    @Test
    void theFirstSourceThatHasAValueDecides() {
        MutablePropertySources sources = sources("systemEnvironment", "first");

        assertThat(RawVariables.value(sources, "X")).isEqualTo("first");
        assertThat(RawVariables.value(sources, "Y")).isEqualTo("only here");
        assertThat(RawVariables.value(sources, "Z")).isNull();
    }
}
