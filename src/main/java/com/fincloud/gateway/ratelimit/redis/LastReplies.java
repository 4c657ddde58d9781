package com.fincloud.gateway.ratelimit.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The time of each Redis server's last reply. In a cluster one server may hang while the others reply. */
public final class LastReplies {

    private final Map<String, AtomicLong> nanos = new ConcurrentHashMap<>();

    /** Records a reply of a server at this moment. */
    public void note(String server) {
        nanos.computeIfAbsent(server, name -> new AtomicLong()).set(System.nanoTime());
    }

    /** Whether a server has replied to any request after this moment on the clock of {@link System#nanoTime}. */
    public boolean anySince(String server, long moment) {
        AtomicLong last = nanos.get(server);
        return last != null && last.get() - moment > 0;
    }
}
