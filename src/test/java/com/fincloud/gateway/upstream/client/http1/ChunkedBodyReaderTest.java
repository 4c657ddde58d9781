package com.fincloud.gateway.upstream.client.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend's body in chunks, whatever pieces it comes in. */
class ChunkedBodyReaderTest {

    /** A connection on which as many bytes come at once as {@code piece} says, and of which somebody counts the reads. */
    private static final class Connection extends InputStream {

        private final ByteArrayInputStream bytes;
        private final int piece;
        private int reads;

        Connection(String text, int piece) {
            this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
            this.piece = piece;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            reads++;
            return bytes.read(target, offset, Math.min(piece, count));
        }
    }

    private static ChunkedBodyReader content(Connection connection) {
        return new ChunkedBodyReader(new SessionInputBufferImpl(2048), connection);
    }

    private static String all(String wire, int piece) throws IOException {
        return new String(content(new Connection(wire, piece)).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 2048})
    void theBodyIsWhatTheChunksHold(int piece) throws IOException {
        String wire =
                "1\r\na\r\n00A ;x=y\r\n0123456789\r\nb;q=\"1\"\r\n\r\n---------\r\n0;end\r\nA: b\r\nC: d\r\n\r\nHTTP";

        assertThat(all(wire, piece)).isEqualTo("a0123456789\r\n---------");
    }

    @Test
    void chunksThatHaveComeTogetherGoOnTogether() throws IOException {
        ChunkedBodyReader content = content(new Connection("1\r\nx\r\n".repeat(300) + "0\r\n\r\n", 2048));

        assertThat(content.read(new byte[1024])).isEqualTo(300);
        assertThat(content.read(new byte[1024])).isEqualTo(-1);
    }

    @Test
    void noReadWaitsForMoreThanHasCome() throws IOException {
        String first = "1\r\na\r\n1\r\nb\r\n1\r"; // the next head is not whole
        Connection connection = new Connection(first + "\nc\r\n0\r\n\r\n", first.length());
        ChunkedBodyReader content = content(connection);

        assertThat(content.read(new byte[100])).isEqualTo(2);
        assertThat(connection.reads).isEqualTo(1);
        assertThat(content.available()).isZero();
        assertThat(content.read(new byte[100])).isEqualTo(1);
        assertThat(content.read(new byte[100])).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "-1\r\n",
                "+1\r\na\r\n",
                "0x1\r\na\r\n",
                "1\na\r\n",
                "1\r\na\n",
                "1\r\nab\r\n",
                "1\r\r\na",
                "1111111111111111\r\n",
                "7fffffff\r\nabc",
                "1\r\na\r\n",
                "1\r\na\r\n0\r\n",
                "1\r\na\r\n0\r\nA: b\r\n",
                ""
            })
    void whatIsNoBodyInChunksBreaksOff(String wire) {
        assertThatThrownBy(() -> all(wire, 2048)).isInstanceOf(IOException.class);
    }

    @Test
    void headsAndTrailersHaveAnEnd() {
        assertThatThrownBy(() -> all("1;" + "x".repeat(10_000), 2048)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> all("0\r\n" + "A: b\r\n".repeat(20_000), 2048)).isInstanceOf(IOException.class);
    }
}
