package com.fincloud.gateway.server.http2;

import com.fincloud.gateway.server.wire.SynchronousAdapter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** Serves the streams of one HTTP/2 connection, and knows when the connection has been idle or incomplete for too long. */
final class Http2Streams extends SynchronousAdapter {

    /** The maximum number of streams whose head has arrived and that have not been served. Tomcat refuses streams at half this number. */
    private static final int MOST = 200;

    private final BiConsumer<Request, Response> service;
    private final Http2Load load;
    private final long headNanos;
    private final long idleNanos;
    private final Map<Integer, Http2Stream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger served = new AtomicInteger();
    private volatile long lastBegin = System.nanoTime();
    private volatile long lastEnd = lastBegin;
    private boolean headOpen;
    private long headSince;
    private Runnable goAway = () -> {};

    Http2Streams(BiConsumer<Request, Response> service, Http2Load load, Duration head, Duration idle) {
        this.service = service;
        this.load = load;
        this.headNanos = head.toNanos();
        this.idleNanos = idle.toNanos();
    }

    /** Sets the action that tells the client to send no further requests over this connection. */
    void onGoAway(Runnable pause) {
        goAway = pause;
    }

    /** A head is complete. If {@code endOfStream}, the request is complete as well. */
    void headEnds(int id, boolean endOfStream) {
        if (streams.size() > MOST) {
            throw new IllegalStateException("Streams that were never served"); // Tomcat closes the connection
        }
        Http2Stream stream = streams.computeIfAbsent(id, unknown -> new Http2Stream(!endOfStream, load, goAway));
        if (endOfStream) {
            stream.complete();
        }
    }

    /** A body is complete. */
    void bodyEnds(int id) {
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            stream.complete();
        }
    }

    /** A part of a body has arrived, or a reset. */
    void bodyArrives(int id) {
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            stream.arrived();
        }
    }

    /** The stream will not be served. */
    void forget(int id) {
        streams.remove(id);
    }

    @Override
    public void service(Request request, Response response) {
        int id = Integer.parseInt(request.getProtocolRequestId());
        Http2Stream stream = streams.computeIfAbsent(id, unknown -> new Http2Stream(false, load, goAway));
        served.incrementAndGet();
        lastBegin = System.nanoTime();
        stream.begin(request);
        try {
            service.accept(request, response);
        } finally {
            stream.end();
            streams.remove(id);
            lastEnd = System.nanoTime();
            served.decrementAndGet();
        }
    }

    /** Tomcat has refused a request as malformed, and would respond without a body. */
    @Override
    public void log(Request request, Response response, long time) {
        service(request, response);
    }

    /** Whether no request is in flight. */
    boolean isIdle() {
        return served.get() == 0;
    }

    /**
     * Whether a head takes too long, or the connection has been idle for the keep-alive time. One thread calls this once a second. A
     * request is served as soon as its head is complete, so any further {@code active} stream has an incomplete head. Heads arrive one
     * after the other, so a new request means that the previous head has ended.
     */
    boolean isOverdue(int active) {
        long now = System.nanoTime();
        int serving = served.get();
        if (active <= serving) {
            headOpen = false;
        } else if (!headOpen || lastBegin - headSince > 0) {
            headOpen = true;
            headSince = now;
        }
        boolean headIsLate = headOpen && now - headSince > headNanos;
        return headIsLate || (serving == 0 && now - Math.max(lastBegin, lastEnd) > idleNanos);
    }
}
