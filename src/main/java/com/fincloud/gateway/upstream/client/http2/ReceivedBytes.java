package com.fincloud.gateway.upstream.client.http2;

/** The received bytes of a body that nobody has read yet, in one array that grows with them. The stream's window limits them. */
final class ReceivedBytes {

    private static final byte[] NONE = {};

    private byte[] ring = NONE;
    private int start;
    private int size;

    int size() {
        return size;
    }

    /** Adds bytes; {@code most} is the largest useful capacity. */
    void add(byte[] source, int offset, int count, int most) {
        if (size + count > ring.length) {
            grow(Math.max(size + count, Math.min(most, 2 * ring.length)));
        }
        int at = (start + size) % ring.length;
        int first = Math.min(count, ring.length - at);
        System.arraycopy(source, offset, ring, at, first);
        System.arraycopy(source, offset + first, ring, 0, count - first);
        size += count;
    }

    private void grow(int capacity) {
        byte[] larger = new byte[capacity];
        int held = size;
        take(larger, 0, held);
        ring = larger;
        start = 0;
        size = held;
    }

    /** Takes up to {@code count} bytes, and returns their number. */
    int take(byte[] target, int offset, int count) {
        int taken = Math.min(count, size);
        int first = Math.min(taken, ring.length - start);
        System.arraycopy(ring, start, target, offset, first);
        System.arraycopy(ring, 0, target, offset + first, taken - first);
        start = ring.length == 0 ? 0 : (start + taken) % ring.length;
        size -= taken;
        return taken;
    }

    /** Discards everything. */
    void clear() {
        ring = NONE;
        start = 0;
        size = 0;
    }
}
