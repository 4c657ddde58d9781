package com.fincloud.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/** One end of a tunnel, a client's connection or a backend's. No method waits. Only the relay's thread calls them. */
public interface TunnelEnd {

    /** The channel that becomes readable when {@link #read} has something to read. */
    SelectableChannel readable();

    /** The channel that becomes writable when {@link #write} can go on. It may be the same. */
    SelectableChannel writable();

    /**
     * Reads what has arrived.
     *
     * @return the number of bytes, 0 for none, -1 if the peer sends nothing more
     * @throws IOException if the connection is broken
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes what the connection takes.
     *
     * @throws IOException if the connection is broken
     */
    void write(ByteBuffer source) throws IOException;

    /**
     * Writes what an earlier {@link #write} has kept.
     *
     * @return whether nothing is kept any more
     * @throws IOException if the connection is broken
     */
    boolean flush() throws IOException;

    /**
     * Tells the peer that nothing more comes. What the peer sends can still be read.
     *
     * @throws IOException if the connection is broken
     */
    void finish() throws IOException;

    /** Closes the connection, after a {@link #finish} in order. */
    void close();

    /** Closes the connection with a reset, so that the peer cannot take what it got for the whole. */
    void reset();
}
