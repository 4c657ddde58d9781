package com.fincloud.gateway.routefile.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts show that their file has been written to its end. */
class RouteFileTextTest {

    private static final String WHOLE =
            "<?xml version='1.0'?>\n<!-- <a> -->\n<routes xmlns='x'><route id='</routes>'><to/></route></routes>";

    @ParameterizedTest
    @ValueSource(strings = {WHOLE, WHOLE + "\n \n", "<r></r>"})
    void xmlIsCompleteWithTheEndTagOfItsRoot(String text) {
        assertThat(new RouteFileText("x.xml", text).isCompleteXml()).isTrue();
        assertThat(new RouteFileText("x.yaml", text).isCompleteXml())
                .as("YAML has no end")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "<!--", "<?xml", "text", "<routes/>", "<routes></routes"})
    void otherXmlIsNot(String text) {
        assertThat(new RouteFileText("x.xml", text).isCompleteXml()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOLE})
    void noBeginningOfAFileIs(String text) {
        for (int end = 0; end < text.length(); end++) {
            assertThat(new RouteFileText("x.xml", text.substring(0, end)).isCompleteXml())
                    .as(text.substring(0, end))
                    .isEqualTo(text.substring(0, end).endsWith("'</routes>"));
        }
    }
}
