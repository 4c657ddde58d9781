package com.fincloud.gateway.configfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlMappingTest {

    private static String fault(String text, Function<YamlMapping, ?> read) {
        return catchThrowableOfType(ConfigFault.class, () -> read.apply(YamlMapping.of(text)))
                .at("f");
    }

    @Test
    void valuesAreTheTextsOfTheFile() {
        YamlMapping mapping =
                YamlMapping.of("a: 007\nb: 2027-01-31\nc: [x, 'y z']\nd: 600\ne: true\nf:\n  - g: 1\n  - g: 2\n");

        assertThat(mapping.text("a")).isEqualTo("007");
        assertThat(mapping.text("b")).isEqualTo("2027-01-31");
        assertThat(mapping.texts("c")).containsExactly("x", "y z");
        assertThat(mapping.number("d", 1, 1000, 0)).isEqualTo(600);
        assertThat(mapping.number("no", 1, 1000, 7)).isEqualTo(7);
        assertThat(mapping.flag("e", false)).isTrue();
        assertThat(mapping.mappings("f")).hasSize(2).allMatch(item -> item.has("g"));
        assertThat(mapping.texts("no")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a: [|f:1:5: the file is no valid YAML",
                "- a|f:1:1: the file is no YAML mapping",
                "''|f:1:1: the file is no YAML mapping",
                "{a: 1, a: 2}|f:1:8: the key 'a' is given twice",
                "{[a]: 1}|f:1:2: a key is no text",
                "x: 1|f:1:1: 'a' is missing",
                "{x: 1, a: }|f:1:10: 'a' has no text",
                "a: {b: c}|f:1:4: 'a' has no text",
            })
    void aFaultHasItsPlace(String text, String expected) {
        assertThat(fault(text, mapping -> mapping.text("a"))).startsWith(expected);
    }

    @Test
    void faultsSayWhatIsAccepted() {
        assertThat(fault("minut: 1", mapping -> mapping.only("minute", "hour")))
                .isEqualTo("f:1:1: unknown key 'minut' (accepted: minute, hour); did you mean 'minute'?");
        assertThat(fault("a: -1", mapping -> mapping.number("a", 1, 9, 0)))
                .isEqualTo("f:1:4: 'a' is '-1' (accepted: a whole number, 1 to 9)");
        assertThat(fault("a: 1111111111111111111111", mapping -> mapping.number("a", 1, 9, 0)))
                .contains("accepted");
        assertThat(fault("a: yes", mapping -> mapping.flag("a", true))).contains("(accepted: true or false)");
        assertThat(fault("a: b", mapping -> mapping.texts("a"))).isEqualTo("f:1:4: 'a' is no list");
        assertThat(fault("a: [b]", mapping -> mapping.mappings("a"))).startsWith("f:1:5: an item of 'a' is no mapping");
        assertThat(fault(
                        "a: [b, c]",
                        mapping -> mapping.parsed("a", text -> {
                            if (text.equals("c")) {
                                throw new IllegalArgumentException("no c");
                            }
                            return text;
                        })))
                .isEqualTo("f:1:8: no c");
    }

    @Test
    void aliasesOfAliasesEnd() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(fault(text.toString(), mapping -> mapping.text("b"))).contains("aliases");
        assertThat(fault("a: &a [*a]", mapping -> mapping.text("b"))).contains("nests or repeats too much");
    }
}
