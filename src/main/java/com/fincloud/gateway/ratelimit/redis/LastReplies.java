package com.fincloud.gateway.ratelimit.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** When each server of Redis answered last. In a cluster one may hang while the others answer. */
public final class LastReplies {

    private final Map<String, AtomicLong> nanos = new ConcurrentHashMap<>();

    /** Notes an answer of a server, now. */
    public void note(String server) {
        nanos.computeIfAbsent(server, name -> new AtomicLong()).set(System.nanoTime());
    }

    /** Whether a server has answered somebody after a moment of {@link System#nanoTime}. */
    public boolean anySince(String server, long moment) {
        AtomicLong last = nanos.get(server);
        return last != null && last.get() - moment > 0;
    }
}
