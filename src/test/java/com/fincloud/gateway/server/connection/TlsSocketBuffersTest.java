package com.fincloud.gateway.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TlsSocketBuffersTest {

    private final TlsBuffers pool = new TlsBuffers();
    private final TlsSocketBuffers buffers = new TlsSocketBuffers(pool);

    @Test
    void aConnectionThatIsNotUsedLooksEmpty() {
        assertThat(buffers.isReadBufferEmpty()).isTrue();
        assertThat(buffers.isWriteBufferEmpty()).isTrue();
        assertThat(buffers.isWriteBufferWritable()).isTrue();
        assertThat(buffers.getWriteBuffer().remaining()).isZero();
    }

    @Test
    void bytesStayUntilTheyAreRead() {
        buffers.configureReadBufferForWrite();
        ByteBuffer input = buffers.getReadBuffer();
        input.put((byte) 1);
        buffers.release();

        buffers.configureReadBufferForRead();
        assertThat(buffers.getReadBuffer()).isSameAs(input);
        assertThat(buffers.getReadBuffer().get()).isEqualTo((byte) 1);
    }

    @Test
    void bytesStayUntilTheyAreWritten() {
        buffers.configureWriteBufferForWrite();
        ByteBuffer output = buffers.getWriteBuffer();
        output.put((byte) 1);
        buffers.release();

        buffers.configureWriteBufferForRead();
        assertThat(buffers.getWriteBuffer()).isSameAs(output);
        assertThat(buffers.isWriteBufferEmpty()).isFalse();
    }

    @Test
    void anIdleConnectionLendsItsBuffersToAnotherOne() {
        buffers.configureReadBufferForWrite();
        buffers.configureWriteBufferForWrite();
        ByteBuffer input = buffers.getReadBuffer();
        ByteBuffer output = buffers.getWriteBuffer();
        input.put((byte) 1);
        buffers.configureReadBufferForRead();
        input.get();
        buffers.release();

        TlsSocketBuffers other = new TlsSocketBuffers(pool);
        other.configureReadBufferForRead();
        other.configureWriteBufferForWrite();
        assertThat(other.getReadBuffer()).isSameAs(input);
        assertThat(other.getReadBuffer().hasRemaining()).isFalse();
        assertThat(other.getWriteBuffer()).isSameAs(output);
        assertThat(buffers.getReadBuffer()).isNotSameAs(input);
    }

    @Test
    void aThreadThatWritesToAClosedConnectionUsesNoBufferOfAnotherOne() {
        buffers.configureWriteBufferForWrite();
        ByteBuffer output = buffers.getWriteBuffer();
        buffers.free();

        TlsSocketBuffers other = new TlsSocketBuffers(pool);
        other.configureWriteBufferForWrite();
        assertThat(other.getWriteBuffer()).isNotSameAs(output);
    }

    @Test
    void aBufferThatHadToGrowIsNotKept() {
        buffers.expand(2 * TlsBuffers.BYTES);
        assertThat(buffers.getReadBuffer().capacity()).isEqualTo(2 * TlsBuffers.BYTES);
        buffers.release();

        assertThat(buffers.getReadBuffer().capacity()).isEqualTo(TlsBuffers.BYTES);
    }
}
