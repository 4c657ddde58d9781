package com.fincloud.gateway.upstream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kept answers of all routes, within so many bytes of the heap together; what was used least lately goes first. */
final class UpstreamResponseStore {

    /** The part of the heap that kept answers may take: one in so many bytes. */
    private static final int HEAP_PART = 16;

    private static final long MOST_BYTES = 64L << 20;

    /** What a kept answer takes beside its own bytes. */
    private static final int ENTRY_BYTES = 1024;

    /**
     * What an answer is kept under.
     *
     * @param cache whose answer it is: a new version of a route begins with none
     * @param digest of everything that the answer may depend on
     */
    record Key(Object cache, String digest) {}

    /** A kept answer, until a moment on the clock of its cache. */
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
    private final Map<Key, Kept> answers = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /** An empty store for so many bytes. */
    UpstreamResponseStore(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** An empty store for its part of the heap. */
    static UpstreamResponseStore ofHeap(long heapBytes) {
        return new UpstreamResponseStore(Math.min(MOST_BYTES, heapBytes / HEAP_PART));
    }

    synchronized @Nullable Kept get(Key key) {
        return answers.get(key);
    }

    synchronized void put(Key key, Kept kept) {
        remove(key);
        answers.put(key, kept);
        total += kept.weight();
        for (Iterator<Kept> oldest = answers.values().iterator(); total > maxBytes && oldest.hasNext(); ) {
            total -= oldest.next().weight();
            oldest.remove();
        }
    }

    synchronized void remove(Key key) {
        Kept gone = answers.remove(key);
        total -= gone == null ? 0 : gone.weight();
    }
}
