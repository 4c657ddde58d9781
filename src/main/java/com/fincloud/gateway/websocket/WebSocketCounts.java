package com.fincloud.gateway.websocket;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts for metrics. The bytes of a WebSocket count at its end. */
public final class WebSocketCounts {

    private final Map<Ending, LongAdder> endings = new EnumMap<>(Ending.class);
    private final Map<WebSockets.Refusal, LongAdder> refusals = new EnumMap<>(WebSockets.Refusal.class);
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    WebSocketCounts() {
        for (Ending ending : Ending.values()) {
            endings.put(ending, new LongAdder());
        }
        for (WebSockets.Refusal refusal : WebSockets.Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    void ended(Tunnel tunnel) {
        increment(endings, tunnel.ending());
        received.add(tunnel.receivedBytes());
        sent.add(tunnel.sentBytes());
    }

    void refused(WebSockets.Refusal refusal) {
        increment(refusals, refusal);
    }

    private static <T> void increment(Map<T, LongAdder> counts, T of) {
        LongAdder count = counts.get(of);
        if (count != null) {
            count.increment();
        }
    }

    /** WebSockets that have ended in this way. */
    public long ended(Ending ending) {
        LongAdder count = endings.get(ending);
        return count == null ? 0 : count.sum();
    }

    /** Handshakes that got no place. */
    public long refusedBecause(WebSockets.Refusal refusal) {
        LongAdder count = refusals.get(refusal);
        return count == null ? 0 : count.sum();
    }

    /** Bytes of frames from clients. */
    public long receivedBytes() {
        return received.sum();
    }

    /** Bytes of frames for clients. */
    public long sentBytes() {
        return sent.sum();
    }
}
