package com.fincloud.gateway.server.http2;

import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.SneakyThrow;
import com.fincloud.gateway.http.body.RequestBody;
import jakarta.servlet.RequestDispatcher;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.coyote.CloseNowException;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 request while it is handled. */
public final class Http2Stream implements ClientConnection {

    /**
     * The index of the note that stores the stream in Tomcat's request. It must differ from the indexes of Tomcat's adapter and of the
     * HTTP/1.1 processor.
     */
    private static final int NOTE = 8;

    /** The time after which a wait looks whether the connection has ended. */
    private static final long LOOK_SECONDS = 1;

    private final Semaphore arrivals = new Semaphore(0);
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

    /** The stream of a request; null if it did not arrive over HTTP/2. */
    public static @Nullable Http2Stream of(Request request) {
        return request.getNote(NOTE) instanceof Http2Stream stream ? stream : null;
    }

    /**
     * Starts to handle the request. The message will be forwarded over HTTP/1.1, so it gets a {@code Host} field (RFC 9113 section 8.3.1).
     */
    void begin(Request own) {
        int port = own.getServerPort();
        String host = own.serverName() + (port > 0 ? ":" + port : "");
        own.getMimeHeaders().addValue("host").setString(host);
        own.setNote(NOTE, this);
        request = own;
        load.begin(withBody);
    }

    /** The request is answered. From now on Tomcat may reuse its object for a different request. */
    void end() {
        Request own = request;
        if (own != null) {
            own.setNote(NOTE, null);
        }
        request = null;
        load.end(withBody);
    }

    /** Something of the body has arrived, or its end, or a reset. */
    public void arrived() {
        arrivals.release();
    }

    /** Waits for {@link #arrived} unless {@code ready} returns true, or for a second. */
    public void await(BooleanSupplier ready) {
        arrivals.drainPermits();
        try {
            if (!ready.getAsBoolean()) {
                boolean unused = arrivals.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the load of all HTTP/2 requests is too high to serve this request. */
    public boolean isTooMuch() {
        return load.isFull();
    }

    /** The client has sent END_STREAM: the request is complete. */
    void complete() {
        complete = true;
    }

    /** Whether the whole request has arrived. If not, the end of the body is a reset: Tomcat does not distinguish the two. */
    public boolean isComplete() {
        return complete;
    }

    /** Tells the client with GOAWAY to send further requests over a new connection (RFC 9113 section 6.8). */
    public void goAway() {
        goAway.run();
    }

    /** Tomcat calls this for the reset of a stream, and for all streams when their connection ends. */
    @Override
    public Presence presence() {
        Request own = request;
        return own != null && own.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null
                ? Presence.GONE
                : Presence.PRESENT;
    }

    /** Not needed: a stream is either open or reset. */
    @Override
    public long lastWrite() {
        return 0;
    }

    /** Does nothing: each read has its own time-out, and a client that sends too slowly is detected with its next byte. */
    @Override
    public void readTimeout(Duration time) {
        // nothing to set
    }

    /** Does nothing: Tomcat resets a stream with an unread rest. */
    @Override
    public boolean takeUnread(@Nullable RequestBody body) {
        return true;
    }

    /**
     * Ends a response with a reset. Tomcat would also end a broken response with END_STREAM, and without a length it would look complete.
     * So this method declares trailers, which make END_STREAM come last, and which cannot be written.
     */
    public static void breakOff(Response response) {
        response.setTrailerFields(() -> {
            throw SneakyThrow.<RuntimeException>thrown(new CloseNowException());
        });
    }
}
