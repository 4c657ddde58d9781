package com.fincloud.gateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    @Test
    void anAsciiTextIsItsOwnHeaderValue() {
        Caller caller = new Caller("42", "ada@example.com", List.of("admin"));

        assertThat(caller.emailHeader()).isEqualTo("ada@example.com");
        assertThat(caller.roleHeader()).isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "\u010d\u010a", "\u20ac", "\ud83d\ude00", "j\u00f6rg@b\u00fccher.example"})
    void aHeaderValueIsTheBytesOfUtf8(String text) {
        Caller caller = new Caller("42", text, List.of(text));

        for (String header : new String[] {caller.emailHeader(), caller.roleHeader()}) {
            assertThat(header.chars()).allMatch(c -> c >= 0x20 && c <= 0xff);
            assertThat(new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }
}
