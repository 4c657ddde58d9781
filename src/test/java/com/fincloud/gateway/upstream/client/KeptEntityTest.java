package com.fincloud.gateway.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.body.KeptBodies;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.api.Test;

class KeptEntityTest {

    /** Counts what is read, and reads no more than its own limit, so that a test ends. */
    private static final class WithoutEnd extends InputStream {

        private int read;
        private boolean closed;

        @Override
        public int read() {
            assertThat(read).isLessThan(1 << 20);
            read++;
            return 'x';
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            target[offset] = (byte) read();
            return 1;
        }

        /** Reads the rest, as the stream of HttpClient does. */
        @Override
        public void close() {
            closed = true;
            while (read() >= 0) {}
        }
    }

    private final WithoutEnd endless = new WithoutEnd();

    private static HttpEntity body(InputStream stream) {
        return new InputStreamEntity(stream, null);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return packed.toByteArray();
    }

    @Test
    void doesNotReadTheRestOfABodyThatIsClosedBeforeItsEnd() throws IOException {
        KeptEntity entity = new KeptEntity(body(endless), KeptBodies.ofHeap(), "reports");

        entity.getContent().read();
        entity.getContent().close();
        entity.close();

        assertThat(endless.closed).isFalse();
        assertThat(endless.read).isLessThan(10);
    }

    @Test
    void doesNotReadWhatFollowsAGzipStream() throws IOException {
        InputStream stream = new SequenceInputStream(new ByteArrayInputStream(gzip("hello")), endless);
        KeptEntity entity = KeptEntity.ofGzip(body(stream), KeptBodies.ofHeap(), "reports");

        assertThat(entity.getContent().readAllBytes()).asString().isEqualTo("hello");
        entity.close();

        assertThat(endless.closed).isFalse();
        assertThat(endless.read).isLessThan(2048);
    }

    @Test
    void closesTheStreamOfABodyThatWasReadToItsEnd() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream stream = new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        KeptEntity entity = new KeptEntity(body(stream), KeptBodies.ofHeap(), "reports");

        entity.getContent().readNBytes(5);
        entity.close();

        assertThat(closed[0]).isTrue();
    }
}
