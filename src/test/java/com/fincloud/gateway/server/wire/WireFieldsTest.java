package com.fincloud.gateway.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.http.MimeHeaders;
import org.junit.jupiter.api.Test;

class WireFieldsTest {

    /** The rules for fields know lower-case names only. A later version of Tomcat leaves the case as the client sent it. */
    @Test
    void namesAreInLowerCaseWhateverTheServerMakesOfThem() {
        MimeHeaders headers = new MimeHeaders();
        byte[] name = "Content-LENGTH".getBytes(StandardCharsets.ISO_8859_1);
        headers.addValue(name, 0, name.length).setString("5");

        WireFields fields = new WireFields(headers);

        assertThat(fields.name(0)).isEqualTo("content-length");
        assertThat(fields.first("content-length")).isEqualTo("5");
    }
}
