package com.fincloud.gateway.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.MessageBytes;
import org.junit.jupiter.api.Test;

class Latin1Test {

    @Test
    void eachByteIsTheCharacterOfItsNumber() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        MessageBytes part = MessageBytes.newInstance();
        part.setBytes(all, 0, all.length);
        assertThat(Latin1.text(part)).isEqualTo(new String(all, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aPartThatTomcatHasMadeATextOfIsThatText() {
        MessageBytes part = MessageBytes.newInstance();
        part.setString("/x");
        assertThat(Latin1.text(part)).isEqualTo("/x");
    }

    @Test
    void aPartThatIsNotThereIsEmpty() {
        assertThat(Latin1.text(MessageBytes.newInstance())).isEmpty();
    }

    @Test
    void noHeaderCanEndItsLine() {
        assertThat(new String(Latin1.bytes("a\r\nSet-Cookie: b\u0000\u007f"), StandardCharsets.ISO_8859_1))
                .isEqualTo("a  Set-Cookie: b  ");
    }

    @Test
    void tabsAndLettersBeyondAsciiStay() {
        assertThat(Latin1.bytes("\té")).containsExactly('\t', 0xe9);
    }

    @Test
    void whatHasNoByteIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Latin1.bytes("€")).withMessageContaining("U+20AC");
    }
}
