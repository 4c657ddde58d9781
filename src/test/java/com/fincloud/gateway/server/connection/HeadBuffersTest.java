package com.fincloud.gateway.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.server.wire.Latin1;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadBuffersTest {

    private static final int LARGE = 1024;
    private static final String PATH = "/api/v1/x";
    private static final String HEAD = "GET " + PATH + " HTTP/1.1\r\nX-A: one\r\n\r\n";

    /** A connection as the buffers see it. */
    private static final class Connection implements ApplicationBufferHandler {

        private @Nullable ByteBuffer buffer;

        @Override
        public void setByteBuffer(@Nullable ByteBuffer bytes) {
            buffer = bytes;
        }

        @Override
        @SuppressWarnings("NullAway") // Tomcat's own returns null, too, before it has made one
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            throw new AssertionError("nobody asks for it");
        }
    }

    private final HeadBuffers buffers = new HeadBuffers();
    private final Connection connection = new Connection();
    private final Request request = new Request();
    private final ByteBuffer large = ByteBuffer.allocate(LARGE);

    @BeforeEach
    void readAHead() {
        connection.setByteBuffer(large);
        request.requestURI().setBytes(large.array(), 4, PATH.length());
        part(request.getMimeHeaders().addValue(large.array(), HEAD.indexOf("X-A"), 3), "one");
    }

    private void part(MessageBytes value, String text) {
        value.setBytes(large.array(), HEAD.indexOf(text), text.length());
    }

    /** What has come: the head, which has been read, and what is behind it. */
    private void came(String behind) {
        byte[] bytes = (HEAD + behind).getBytes(StandardCharsets.ISO_8859_1);
        large.put(0, bytes).limit(bytes.length).position(HEAD.length());
    }

    private static String rest(ByteBuffer buffer) {
        return StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
    }

    @Test
    void aRequestKeepsItsHeadWhenAnotherReadsItsOwnIntoTheSameBuffer() {
        came("");
        buffers.shrink(request, connection, 0);
        Connection next = new Connection();
        buffers.lend(next);
        assertThat(next.getByteBuffer()).isSameAs(large);
        Arrays.fill(large.array(), (byte) '!');

        assertThat(Latin1.text(request.requestURI())).isEqualTo(PATH);
        assertThat(request.getMimeHeaders().getHeader("x-a")).isEqualTo("one");
    }

    @Test
    void aRequestThatWaitsKeepsNoMoreThanHasCome() {
        came("");
        buffers.shrink(request, connection, 0);
        assertThat(connection.getByteBuffer().capacity()).isEqualTo(HEAD.length());
    }

    @Test
    void aBodyHasRoomBehindTheHead() {
        came("beg");
        buffers.shrink(request, connection, 100);
        assertThat(rest(connection.getByteBuffer())).isEqualTo("beg");
        assertThat(connection.getByteBuffer().capacity()).isEqualTo(HEAD.length() + 100);
    }

    @Test
    void theNextHeadGoesOnWhereItsFirstBytesEnd() {
        came("GET /nex");
        int size = buffers.shrink(request, connection, 0);
        Arrays.fill(large.array(), (byte) '!');
        buffers.grow(connection, size);
        ByteBuffer again = connection.getByteBuffer();

        assertThat(again.capacity()).isEqualTo(LARGE);
        assertThat(rest(again)).isEqualTo("GET /nex");
        assertThat(again.position()).isEqualTo(HEAD.length());
    }

    @Test
    void aBufferThatIsTooSmallForAConnectionIsNotLentToIt() {
        came("GET /nex");
        int size = buffers.shrink(request, connection, 0);
        buffers.lend(new Connection());
        Connection smaller = new Connection();
        smaller.setByteBuffer(ByteBuffer.allocate(LARGE / 2));
        buffers.takeBack(smaller);
        buffers.grow(connection, size);

        assertThat(connection.getByteBuffer().capacity()).isEqualTo(LARGE);
    }

    @Test
    void aConnectionWithoutAHeadHasNoBuffer() {
        buffers.takeBack(connection);
        assertThat(connection.getByteBuffer()).isNull();
    }

    @Test
    void aBufferThatComesBackIsLentAgainAndEmpty() {
        came("rest");
        buffers.takeBack(connection);
        buffers.lend(connection);
        assertThat(connection.getByteBuffer()).isSameAs(large);
        assertThat(connection.getByteBuffer().remaining()).isZero();
    }

    @Test
    void aConnectionThatHasABufferKeepsIt() {
        Connection other = new Connection();
        other.setByteBuffer(ByteBuffer.allocate(LARGE));
        buffers.takeBack(other);
        buffers.lend(connection);
        assertThat(connection.getByteBuffer()).isSameAs(large);
    }
}
