package com.fincloud.gateway.server;

import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.SneakyThrow;
import com.fincloud.gateway.http.body.RequestBody;
import jakarta.servlet.RequestDispatcher;
import java.time.Duration;
import org.apache.coyote.CloseNowException;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** A request over HTTP/2 while it is answered. */
final class Http2Stream implements ClientConnection {

    /** Tomcat keeps notes for its adapter; any number but its own and the processor's will do. */
    private static final int NOTE = 8;

    private final boolean withBody;
    private final Http2Load load;
    private final Runnable goAway;
    private volatile boolean complete;
    private volatile @Nullable Request request;

    Http2Stream(boolean withBody, Http2Load load, Runnable goAway) {
        this.withBody = withBody;
        this.load = load;
        this.goAway = goAway;
    }

    /** The stream of a request, null when it did not come over HTTP/2. */
    static @Nullable Http2Stream of(Request request) {
        return request.getNote(NOTE) instanceof Http2Stream stream ? stream : null;
    }

    /** From now on {@code request} is answered. A message for HTTP/1.1 is made of it, so it gets its host (RFC 9113 section 8.3.1). */
    void begin(Request own) {
        int port = own.getServerPort();
        String host = own.serverName() + (port > 0 ? ":" + port : "");
        own.getMimeHeaders().addValue("host").setString(host);
        own.setNote(NOTE, this);
        request = own;
        load.begin(withBody);
    }

    /** The request is answered: Tomcat uses its object for another one. */
    void end() {
        Request own = request;
        if (own != null) {
            own.setNote(NOTE, null);
        }
        request = null;
        load.end(withBody);
    }

    /** Whether there is too much under way over HTTP/2 for it to be served. */
    boolean isTooMuch() {
        return load.isFull();
    }

    /** The client has said that this was the whole request. */
    void complete() {
        complete = true;
    }

    /** Whether the whole request has come. Where it has not, the end of a body is a reset: Tomcat reads both alike. */
    boolean isComplete() {
        return complete;
    }

    /** Tells the client to send its further requests over another connection (RFC 9113 section 6.8). */
    void goAway() {
        goAway.run();
    }

    /** Tomcat notes the reset of a stream, and of all when their connection ends, in this way. */
    @Override
    public boolean hasLeft() {
        Request own = request;
        return own != null && own.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
    }

    /** Each read has its own time-out here, and whoever drips is noticed with its next byte. */
    @Override
    public void patience(Duration time) {
        // nothing to set
    }

    /** Tomcat resets a stream of which something is left. */
    @Override
    public boolean takeUnread(@Nullable RequestBody body) {
        return true;
    }

    /**
     * Has an answer end with a reset. Tomcat ends also a broken one with END_STREAM, and where no length was said it would look whole;
     * with trailers that end comes last, and they cannot be written.
     */
    static void breakOff(Response response) {
        response.setTrailerFields(() -> {
            throw SneakyThrow.<RuntimeException>thrown(new CloseNowException());
        });
    }
}
