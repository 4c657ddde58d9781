package com.fincloud.gateway.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.server.WireBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestBodyTest {

    private static final int BYTES = 1_000_000;

    /** A client whose bytes come one at a time, and the moment at which the last one came. */
    private static final class OneByOne implements InputBuffer {

        private final byte[] one = {'x'};
        private volatile long came = System.nanoTime();

        @Override
        public int doRead(ApplicationBufferHandler handler) {
            handler.setByteBuffer(ByteBuffer.wrap(one));
            came = System.nanoTime();
            return 1;
        }

        @Override
        public int available() {
            return 0;
        }
    }

    /** Else a client's pause would be taken for the backend's, and end its call, in the moment at which the pause is over. */
    @Test
    void whoSeesThatTheClientIsNotWaitedForSeesWhenItsLastByteCame() throws Exception {
        OneByOne client = new OneByOne();
        Request request = new Request();
        request.setResponse(new Response());
        request.setInputBuffer(client);
        ClientTimeouts patient = new ClientTimeouts(Duration.ofHours(1), Duration.ofHours(1), 1);
        RequestBody body = new RequestBody(new WireBody(request), BYTES, Long.MAX_VALUE, patient);
        FutureTask<Long> read = new FutureTask<>(() -> body.skip(BYTES));
        new Thread(read, "reader").start();

        while (!body.ended()) {
            long came = client.came;
            if (!body.isWaiting()) {
                assertThat(body.lastReceivedNanos() - came).as("nanoseconds").isNotNegative();
            }
        }

        assertThat(read.get()).isEqualTo(BYTES);
    }
}
