package com.fincloud.gateway.upstream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored responses of all routes, with a limit for their total memory. The least recently used response is evicted first. */
final class UpstreamResponseStore {

    /** The heap is divided by this number to get the memory for stored responses. */
    private static final int HEAP_PART = 16;

    private static final long MAX_BYTES = 64L << 20;

    /** Heap bytes of a stored response in addition to its own bytes. */
    private static final int ENTRY_BYTES = 1024;

    /**
     * The key of a stored response.
     *
     * @param cache the route's cache; a new version of a route starts with an empty cache
     * @param digest digest of everything that the response may depend on
     */
    record Key(Object cache, String digest) {}

    /** A stored response, which expires at a moment on the clock of its cache. */
    record Kept(long untilNanos, long sinceNanos, long ageSeconds, Map<String, Object> headers, byte[] body) {

        private long weight() {
            long bytes = (long) body.length + ENTRY_BYTES;
            for (Map.Entry<String, Object> header : headers.entrySet()) {
                bytes += 2L
                        * (header.getKey().length()
                                + String.valueOf(header.getValue()).length());
            }
            return bytes;
        }
    }

    private final long maxBytes;
    private final Map<Key, Kept> responses = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /** Creates an empty store with this limit. */
    UpstreamResponseStore(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Creates an empty store for a heap of this size. */
    static UpstreamResponseStore ofHeap(long heapBytes) {
        return new UpstreamResponseStore(Math.min(MAX_BYTES, heapBytes / HEAP_PART));
    }

    synchronized @Nullable Kept get(Key key) {
        return responses.get(key);
    }

    synchronized void put(Key key, Kept kept) {
        remove(key);
        responses.put(key, kept);
        total += kept.weight();
        for (Iterator<Kept> oldest = responses.values().iterator(); total > maxBytes && oldest.hasNext(); ) {
            total -= oldest.next().weight();
            oldest.remove();
        }
    }

    synchronized void remove(Key key) {
        Kept gone = responses.remove(key);
        total -= gone == null ? 0 : gone.weight();
    }
}
