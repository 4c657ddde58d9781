package org.apache.coyote.http2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.apache.coyote.Adapter;
import org.apache.tomcat.util.http.parser.Priority;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/2 connection with less memory while no request is in flight. Tomcat keeps 500 closed streams of each connection, a buffer
 * for the next frame, and as many response fields for compression as the client permits. This class keeps a few closed streams, waits
 * for the next frame without a buffer, and limits the response fields.
 *
 * <p>It is in Tomcat's package because the types of the methods that it overrides are package-private. So a new version of Tomcat that
 * changes them does not compile.
 */
@NullMarked
public abstract class CompactUpgradeHandler extends Http2AsyncUpgradeHandler {

    /** The closed streams that are kept. Frames that a client sends before it learns that their stream is closed belong to these. */
    public static final int CLOSED_STREAMS = 16;

    /** The maximum size of the table of response fields, in bytes as RFC 7541 section 4.1 counts them. A browser permits 65,536. */
    static final int RESPONSE_TABLE_BYTES = 1024;

    private static final VarHandle STREAMS = streamsOfTomcat();

    private final ConcurrentNavigableMap<Integer, AbstractNonZeroStream> streams;
    private @Nullable HpackEncoder encoder;
    private volatile int newest;
    private volatile boolean started;

    /** Creates the handler of a connection that has agreed on HTTP/2 in its TLS handshake. */
    protected CompactUpgradeHandler(Http2Protocol protocol, Adapter adapter, SocketWrapperBase<?> socket) {
        super(protocol, adapter, null, socket);
        streams = mapOf(this);
    }

    private static VarHandle streamsOfTomcat() {
        try {
            return MethodHandles.privateLookupIn(Http2UpgradeHandler.class, MethodHandles.lookup())
                    .findVarHandle(Http2UpgradeHandler.class, "streams", ConcurrentNavigableMap.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unchecked") // the type of the field
    private static ConcurrentNavigableMap<Integer, AbstractNonZeroStream> mapOf(Http2UpgradeHandler handler) {
        return (ConcurrentNavigableMap<Integer, AbstractNonZeroStream>) STREAMS.get(handler);
    }

    /** The number of streams that the connection keeps, open and closed ones. */
    public int streamsKept() {
        return streams.size();
    }

    /** Called by the thread that reads the connection when there is nothing more to read. */
    protected abstract void allRead();

    /**
     * Handles an event. The first one starts the connection, and the client's first frames start all reads. Tomcat would also read after the
     * start, while a different thread may read already.
     */
    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        if (event == SocketEvent.OPEN_READ && !started) {
            started = true;
            init(null);
            return socketWrapper.isClosed() ? SocketState.CLOSED : SocketState.ASYNC_IO;
        }
        return super.upgradeDispatch(event);
    }

    @Override
    protected Http2Parser getParser(String connectionId) {
        return new CompactParser(connectionId, this, socketWrapper);
    }

    @Override
    protected HpackEncoder getHpackEncoder() {
        HpackEncoder known = encoder;
        if (known == null) {
            known = new HpackEncoder(new ResponseFieldIndexing());
            encoder = known;
        }
        known.setMaxTableSize(Math.min(RESPONSE_TABLE_BYTES, getRemoteSettings().getHeaderTableSize()));
        return known;
    }

    /** A head is complete: the head of a new stream, or trailers. */
    @Override
    public void headersEnd(int streamId, boolean endsStream) throws Http2Exception {
        newest = Math.max(newest, streamId);
        super.headersEnd(streamId, endsStream);
    }

    /** A stream is closed. Tomcat replaces it by a smaller object, and the oldest of these objects are forgotten. */
    @Override
    void replaceStream(AbstractNonZeroStream open, AbstractNonZeroStream closed) {
        super.replaceStream(open, closed);
        forgetClosed();
    }

    private void forgetClosed() {
        int surplus = streams.size() - activeRemoteStreamCount.get() - CLOSED_STREAMS;
        if (surplus <= 0) {
            return;
        }
        Iterator<AbstractNonZeroStream> oldestFirst = streams.values().iterator();
        while (surplus > 0 && oldestFirst.hasNext()) {
            if (oldestFirst.next() instanceof RecycledStream) {
                oldestFirst.remove();
                surplus--;
            }
        }
    }

    /** Whether a stream was closed and is no longer kept. Tomcat would close the connection for a frame of such a stream. */
    private boolean isForgotten(int streamId) {
        return streamId <= newest && (streamId & 1) == 1 && !streams.containsKey(streamId);
    }

    /** Drops the rest of a body that its request did not need. The bytes return to the connection's window. */
    @Override
    public @Nullable ByteBuffer startRequestBodyFrame(int streamId, int length, boolean endsStream)
            throws Http2Exception {
        if (isForgotten(streamId)) {
            increaseOverheadCount(FrameType.DATA);
            return null;
        }
        return super.startRequestBodyFrame(streamId, length, endsStream);
    }

    @Override
    public void receivedEndOfStream(int streamId) throws Http2Exception {
        if (!isForgotten(streamId)) {
            super.receivedEndOfStream(streamId);
        }
    }

    @Override
    public void incrementWindowSize(int streamId, int increment) throws Http2Exception {
        if (isForgotten(streamId)) {
            increaseOverheadCount(FrameType.WINDOW_UPDATE);
        } else {
            super.incrementWindowSize(streamId, increment);
        }
    }

    @Override
    public void reset(int streamId, long code) throws Http2Exception {
        if (isForgotten(streamId)) {
            increaseOverheadCount(FrameType.RST, getProtocol().getOverheadResetFactor());
        } else {
            super.reset(streamId, code);
        }
    }

    @Override
    public void priorityUpdate(int streamId, Priority priority) throws Http2Exception {
        if (isForgotten(streamId)) {
            increaseOverheadCount(FrameType.PRIORITY_UPDATE);
        } else {
            super.priorityUpdate(streamId, priority);
        }
    }
}
