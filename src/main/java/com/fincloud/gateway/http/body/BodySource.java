package com.fincloud.gateway.http.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The source of a request's body: an HTTP/1.1 connection or an HTTP/2 stream. */
public interface BodySource {

    /**
     * The next bytes of the body; null at its end. Waits for the client up to the connection's read time-out.
     *
     * @throws java.net.SocketTimeoutException if the client has sent nothing within the read time-out
     * @throws IOException if the body is malformed, or the client has disconnected
     */
    @Nullable
    ByteBuffer receive() throws IOException;

    /**
     * Whether more of the body has arrived after {@code data}, the last received bytes, so that the next {@link #receive} does not wait.
     */
    boolean hasArrived(ByteBuffer data);

    /** Whether {@link #receive} would return at once. This may try a read from the network. */
    boolean isReady();

    /** Whether a thread of its own may read the body while the response is written. */
    default boolean isConcurrent() {
        return false;
    }

    /** Waits until {@link #isReady}, or {@link #wake}, or for about a second. Does not wait if the body is not concurrent. */
    default void awaitReady() {
        // nothing to wait for
    }

    /** Ends a wait of {@link #awaitReady}. */
    default void wake() {
        // nobody waits
    }

    /** Sends 100 to a client that expects it before it sends its body. */
    void acknowledge();

    /** Whether the client waits for 100 before it sends its body (RFC 9110 section 10.1.1). */
    boolean isExpected();

    /** The trailer fields, which are known when the whole body has been received. */
    default Map<String, String> trailers() {
        return Map.of();
    }
}
