package com.fincloud.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket between a client and a backend, from the handshake to its end. Only the relay's thread uses it. */
final class Tunnel {

    /** Status code of RFC 6455 section 7.4.1 for an endpoint that goes away. */
    static final int GOING_AWAY = 1001;

    /** Status code for a token that has expired or was revoked, of the range for applications (section 7.4.2). */
    static final int UNAUTHORIZED = 4401;

    /** How many times the time to close one peer has after the other has closed. */
    private static final int ONE_SIDED = 6;

    private final TunnelEnd client;
    private final TunnelEnd backend;
    private final Flow up;
    private final Flow down;
    private final BooleanSupplier permitted;
    private final long idleNanos;
    private final long closeNanos;
    private final Consumer<Tunnel> ended;
    private final List<SelectionKey> keys = new ArrayList<>(2);
    private final long begunNanos = System.nanoTime();
    private long lastMoveNanos = begunNanos;
    private long deadlineNanos; // 0 while nobody closes
    private @Nullable Ending ending;
    private int closeCode;
    private boolean over;

    /**
     * Creates a tunnel.
     *
     * @param permitted whether the client may still use it
     * @param idle the longest time without a byte
     * @param close the time in which both peers must close after the gateway has; six times as long after one peer has closed
     * @param ended receives the tunnel when both connections are closed
     */
    Tunnel(
            TunnelEnd client,
            TunnelEnd backend,
            BooleanSupplier permitted,
            Duration idle,
            Duration close,
            Consumer<Tunnel> ended) {
        this.client = client;
        this.backend = backend;
        this.up = new Flow(client, backend, true);
        this.down = new Flow(backend, client, false);
        this.permitted = permitted;
        this.idleNanos = idle.toNanos();
        this.closeNanos = close.toNanos();
        this.ended = ended;
    }

    /** Bytes of frames that the backend has got. */
    long receivedBytes() {
        return up.bytes();
    }

    /** Bytes of frames that the client has got. */
    long sentBytes() {
        return down.bytes();
    }

    /** The time from the handshake until now. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** Who has ended the tunnel, or what. */
    Ending ending() {
        return ending == null ? Ending.FAILED : ending;
    }

    /** The status code of the gateway's own close frame; 0 if it has sent none. */
    int closeCode() {
        return closeCode;
    }

    boolean isOver() {
        return over;
    }

    /** Begins to follow both connections. */
    void register(Selector selector) throws ClosedChannelException {
        register(client.readable(), selector);
        register(client.writable(), selector);
        register(backend.readable(), selector);
        register(backend.writable(), selector);
    }

    private void register(SelectableChannel channel, Selector selector) throws ClosedChannelException {
        if (channel.keyFor(selector) == null) {
            keys.add(channel.register(selector, 0, this));
        }
    }

    /**
     * Moves what has arrived at either end.
     *
     * @return whether there may be more at once
     */
    boolean move(ByteBuffer buffer) {
        if (over) {
            return false;
        }
        long before = up.bytes() + down.bytes();
        boolean more = false;
        try {
            more = up.move(buffer);
            more |= down.move(buffer);
            judge();
            if (!over) {
                updateInterest();
            }
        } catch (FrameException e) {
            ending = ending == null ? Ending.FAILED : ending;
            end(false);
        } catch (IOException | CancelledKeyException e) {
            fail();
        }
        if (up.bytes() + down.bytes() != before) {
            lastMoveNanos = System.nanoTime();
        }
        return more && !over;
    }

    private void judge() {
        if (up.isOver() || down.isOver()) {
            if (ending == null) {
                ending = up.isOver() ? Ending.CLIENT : Ending.BACKEND;
            }
            // One peer may finish its message after the other has closed (RFC 6455, section 5.5.1), but not for ever.
            boolean bothDone = (up.isOver() && down.isOver()) || up.hasEnded() || down.hasEnded();
            closeInTime(bothDone ? closeNanos : closeNanos * ONE_SIDED);
            boolean written = !up.wantsWrite() && !down.wantsWrite();
            if (up.isOver() && down.isOver() && written) {
                end(true);
            }
        }
    }

    private void closeInTime(long nanos) {
        long deadline = System.nanoTime() + nanos | 1;
        if (deadlineNanos == 0 || deadline - deadlineNanos < 0) {
            deadlineNanos = deadline;
        }
    }

    private void updateInterest() {
        for (SelectionKey key : keys) {
            int ops = ops(key.channel());
            if (key.interestOps() != ops) {
                key.interestOps(ops);
            }
        }
    }

    private int ops(SelectableChannel channel) {
        boolean reads =
                (channel == client.readable() && up.wantsRead()) || (channel == backend.readable() && down.wantsRead());
        boolean writes = (channel == client.writable() && down.wantsWrite())
                || (channel == backend.writable() && up.wantsWrite());
        return (reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0);
    }

    /** Ends the tunnel if its time is over, its client is no longer permitted, or a connection was closed by somebody else. */
    void check(ByteBuffer buffer) {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        boolean valid = keys.stream().allMatch(SelectionKey::isValid);
        if (!valid || (deadlineNanos != 0 && now - deadlineNanos >= 0)) {
            end(false);
        } else if (closeCode == 0 && !permitted.getAsBoolean()) {
            close(UNAUTHORIZED, "Token expired or revoked", Ending.TOKEN, buffer);
        } else if (deadlineNanos == 0 && now - lastMoveNanos >= idleNanos) {
            close(GOING_AWAY, "Idle", Ending.IDLE, buffer);
        }
    }

    /** Sends a close frame to both peers, each between two frames, and closes both connections after five seconds at most. */
    void close(int code, String reason, Ending why, ByteBuffer buffer) {
        if (over || closeCode != 0) {
            return;
        }
        ending = ending == null ? why : ending;
        closeCode = code;
        up.close(CloseFrame.forBackend(code, reason));
        down.close(CloseFrame.forClient(code, reason));
        closeInTime(closeNanos);
        boolean unused = move(buffer);
    }

    /** Ends the tunnel after an unforeseen failure. */
    void fail() {
        if (ending == null) {
            ending = up.isBroken(client) || down.isBroken(client)
                    ? Ending.CLIENT
                    : up.isBroken(backend) || down.isBroken(backend) ? Ending.BACKEND : Ending.FAILED;
        }
        end(false);
    }

    private void end(boolean clean) {
        if (over) {
            return;
        }
        over = true;
        keys.forEach(SelectionKey::cancel);
        end(client, clean || down.hasClosed() || down.isOwnCloseSent());
        end(backend, clean || up.hasClosed() || up.isOwnCloseSent());
        ended.accept(this);
    }

    private static void end(TunnelEnd peer, boolean closed) {
        if (closed) {
            peer.close();
        } else {
            peer.reset();
        }
    }
}
