package com.fincloud.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel. It reads no further before the sink has taken what was read, so that a slow reader slows its sender. It holds
 * memory only while the sink is slow.
 */
final class Flow {

    /** After so many reads the other tunnels have their turn. */
    private static final int READS = 16;

    private final TunnelEnd source;
    private final TunnelEnd sink;
    private final FrameTracker frames;
    private @Nullable ByteBuffer pending;
    private @Nullable ByteBuffer ownClose;
    private boolean ownCloseSent;
    private boolean cut; // the own close is next, and nothing more of the source
    private boolean ended;
    private boolean finished;
    private @Nullable TunnelEnd acting;
    private long bytes;

    /** Creates a flow. {@code masked} says whether the source's frames must be masked. */
    Flow(TunnelEnd source, TunnelEnd sink, boolean masked) {
        this.source = source;
        this.sink = sink;
        this.frames = new FrameTracker(masked);
    }

    /** Bytes of frames that the sink has got. */
    long bytes() {
        return bytes;
    }

    /** Whether the source has sent its close frame, or nothing more comes from it. */
    boolean isOver() {
        return ended || frames.hasClosed();
    }

    /** Whether nothing more comes from the source. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether the source has closed in order. */
    boolean hasClosed() {
        return frames.hasClosed();
    }

    /** Whether the frame of {@link #close} has been sent. */
    boolean isOwnCloseSent() {
        return ownCloseSent;
    }

    /** Whether the last failure was one of this end. */
    boolean isBroken(TunnelEnd end) {
        return acting == end;
    }

    boolean wantsRead() {
        return !ended && pending == null;
    }

    boolean wantsWrite() {
        return pending != null;
    }

    /** Sends this close frame after the current frame. What the source sends afterwards is dropped. */
    void close(ByteBuffer frame) {
        if (ownClose == null && !frames.hasClosed()) {
            ownClose = frame;
        }
    }

    /**
     * Moves what has arrived.
     *
     * @param buffer an empty buffer that the caller owns again afterwards
     * @return whether there may be more
     * @throws IOException if either connection is broken, or the source sends no frames
     */
    boolean move(ByteBuffer buffer) throws IOException {
        for (int i = 0; i < READS; i++) {
            if (!flush()) {
                acting = null;
                return false;
            }
            sendOwnClose();
            if (ended || pending != null) {
                break;
            }
            acting = source;
            int count = source.read(buffer.clear());
            ended = count < 0;
            if (count == 0) {
                acting = null;
                return false;
            }
            forward(buffer.flip());
        }
        if (ended && pending == null && !finished) {
            finished = true;
            acting = sink;
            sink.finish();
        }
        acting = null;
        return !ended && pending == null;
    }

    /** Whether the sink has taken everything. */
    private boolean flush() throws IOException {
        ByteBuffer waiting = pending;
        if (waiting != null) {
            acting = sink;
            if (waiting.hasRemaining()) {
                sink.write(waiting);
            }
            if (waiting.hasRemaining() || !sink.flush()) {
                return false;
            }
            pending = null;
        }
        return true;
    }

    private void sendOwnClose() throws IOException {
        ByteBuffer frame = ownClose;
        if (frame != null && !ownCloseSent && !finished && (cut || (frames.isBetweenFrames() && !frames.hasClosed()))) {
            ownCloseSent = true;
            write(frame);
        }
    }

    private void forward(ByteBuffer received) throws IOException {
        int limit = received.limit();
        int at = 0;
        int forwarded = ownCloseSent || cut ? 0 : limit;
        while (at < limit) {
            at = frames.follow(received, at, limit);
            if (ownClose != null && !ownCloseSent && !cut && frames.isBetweenFrames()) {
                if (frames.hasClosed()) {
                    ownClose = null; // the source's own close is the last frame
                } else {
                    cut = true;
                    forwarded = at;
                }
            }
        }
        if (forwarded > 0) {
            bytes += forwarded;
            write(received.limit(forwarded));
        }
    }

    private void write(ByteBuffer source) throws IOException {
        acting = sink;
        sink.write(source);
        if (source.hasRemaining()) {
            pending = ByteBuffer.allocate(source.remaining()).put(source).flip();
        } else if (!sink.flush()) {
            pending = ByteBuffer.allocate(0);
        }
    }
}
