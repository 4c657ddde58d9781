package org.apache.coyote.http2;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionCheck;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionHandlerCall;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's parser of frames, which waits for the next frame with a buffer of nine bytes. Tomcat's own wait holds a buffer for the largest
 * frame, 16 KB.
 */
@NullMarked
final class CompactParser extends Http2AsyncParser {

    /** The size of a frame's head (RFC 9113 section 4.1). */
    private static final int HEAD_BYTES = 9;

    private static final VarHandle ERROR = errorOfTomcat();

    private final CompactUpgradeHandler connection;
    private final SocketWrapperBase<?> socket;

    CompactParser(String connectionId, CompactUpgradeHandler connection, SocketWrapperBase<?> socket) {
        super(connectionId, connection, connection, socket, connection);
        this.connection = connection;
        this.socket = socket;
    }

    private static VarHandle errorOfTomcat() {
        try {
            return MethodHandles.privateLookupIn(Http2AsyncParser.class, MethodHandles.lookup())
                    .findVarHandle(Http2AsyncParser.class, "error", Throwable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Reads a frame if a part of it has arrived. Otherwise waits for it, unless a thread already waits. */
    @Override
    protected boolean readFrame(boolean block, @Nullable FrameType expected) throws IOException, Http2Exception {
        boolean failed = ERROR.getVolatile(this) != null; // the superclass throws it
        if (!block && !failed && socket.getSocketBufferHandler().isReadBufferEmpty()) {
            connection.allRead();
            Arrival arrival = new Arrival();
            CompletionState state = socket.read(
                    BlockingMode.NON_BLOCK, 0, TimeUnit.MILLISECONDS, null, arrival, arrival, arrival.first);
            if (state == CompletionState.ERROR) {
                throw arrival.failure();
            }
            if (state != CompletionState.INLINE) {
                return false;
            }
        }
        return super.readFrame(block, expected);
    }

    /** Puts bytes before those that are in the connection's buffer. */
    private void unread(ByteBuffer first) {
        SocketBufferHandler buffers = socket.getSocketBufferHandler();
        buffers.configureReadBufferForWrite();
        ByteBuffer rest = buffers.getReadBuffer();
        int length = first.remaining();
        int behind = rest.position();
        ByteBuffer moved = rest.duplicate().flip();
        rest.position(length).put(moved);
        rest.put(0, first, first.position(), length);
        rest.position(length + behind);
    }

    /** The wait for the next bytes. With TLS those beyond the first nine are already in the connection's buffer. */
    private final class Arrival implements CompletionCheck, CompletionHandler<Long, Void> {

        private final ByteBuffer first = ByteBuffer.allocate(HEAD_BYTES);
        private volatile @Nullable CompletionState state;
        private volatile @Nullable Throwable failure;

        private IOException failure() {
            return failure instanceof IOException io ? io : new IOException(failure);
        }

        @Override
        public CompletionHandlerCall callHandler(CompletionState now, ByteBuffer[] into, int offset, int length) {
            state = now;
            return CompletionHandlerCall.DONE;
        }

        @Override
        public void completed(Long bytes, @Nullable Void nothing) {
            unread(first.flip());
            if (state == CompletionState.DONE) { // a thread of its own has read the bytes
                connection.upgradeDispatch(SocketEvent.OPEN_READ);
            }
        }

        @Override
        public void failed(Throwable cause, @Nullable Void nothing) {
            failure = cause;
            if (state != CompletionState.INLINE) {
                connection.upgradeDispatch(SocketEvent.ERROR);
            }
        }
    }
}
