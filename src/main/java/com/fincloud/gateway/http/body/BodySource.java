package com.fincloud.gateway.http.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a request's body is read from: the connection of HTTP/1.1, or the stream of HTTP/2. */
public interface BodySource {

    /**
     * The next bytes of the body, null at its end. Waits for the client as long as the connection's read time-out lets it.
     *
     * @throws java.net.SocketTimeoutException when the client has sent nothing for too long
     * @throws IOException when the body is malformed, or the client is gone
     */
    @Nullable
    ByteBuffer receive() throws IOException;

    /** Whether more of the body has arrived behind {@code data}, the last bytes received, so that to receive it waits for nobody. */
    boolean hasArrived(ByteBuffer data);

    /** Whether {@link #receive} would return at once; a read from the network may be tried for it. */
    boolean isReady();

    /** Tells a client that expects 100 to send its body. */
    void acknowledge();

    /** Whether the client waits for 100 before it sends its body (RFC 9110 section 10.1.1). */
    boolean isExpected();
}
