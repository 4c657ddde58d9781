package com.fincloud.gateway.ratelimit.window;

import java.util.Arrays;

/**
 * A queue of int values with access by index. It grows in chunks and reuses empty chunks, also those of other queues. So a long queue is
 * never copied, and leaves no garbage in the heap's old generation. A short queue takes a few dozen bytes. Not thread-safe.
 */
public final class IntQueue {

    private static final int FIRST_SLOTS = 8;
    private static final int PIECE_BITS = 7;

    /** The number of values in each chunk of a queue with more than one chunk. */
    public static final int PIECE = 1 << PIECE_BITS;

    private static final int MASK = PIECE - 1;

    private final ChunkPool spare;
    private int[][] pieces = {new int[FIRST_SLOTS]};
    private int count = 1;
    private int first;
    private int size;

    /** Creates a queue that shares unused chunks with all queues of the pool {@code spare}. */
    IntQueue(ChunkPool spare) {
        this.spare = spare;
    }

    int size() {
        return size;
    }

    /** The number of values for which memory is allocated. */
    int slots() {
        return count == 1 ? pieces[0].length : count * PIECE;
    }

    int get(int index) {
        int place = first + index;
        return pieces[place >>> PIECE_BITS][place & MASK];
    }

    void set(int index, int value) {
        int place = first + index;
        pieces[place >>> PIECE_BITS][place & MASK] = value;
    }

    void add(int value) {
        if (first + size == slots()) {
            makeRoom();
        }
        size++;
        set(size - 1, value);
    }

    /** Removes the {@code removed} oldest values. */
    void removeFirst(int removed) {
        first += removed;
        size -= removed;
    }

    /** Removes the newest value. */
    void removeLast() {
        size--;
    }

    /** Releases the unused memory. */
    void trim() {
        if (size < PIECE) {
            int[] last = new int[Math.max(FIRST_SLOTS, size)];
            for (int i = 0; i < size; i++) {
                last[i] = get(i);
            }
            giveBack(0, count);
            pieces = new int[][] {last};
            count = 1;
            first = 0;
        } else {
            int from = first >>> PIECE_BITS;
            int to = ((first + size - 1) >>> PIECE_BITS) + 1;
            giveBack(0, from);
            giveBack(to, count);
            pieces = Arrays.copyOfRange(pieces, from, to);
            count = to - from;
            first &= MASK;
        }
    }

    private void giveBack(int from, int to) {
        for (int i = from; i < to; i++) {
            if (pieces[i].length == PIECE) {
                spare.give(pieces[i]);
            }
        }
    }

    private void makeRoom() {
        int emptied = first >>> PIECE_BITS;
        int length = pieces[0].length;
        if (emptied > 0) {
            useAgain(emptied);
        } else if (count == 1 && first > length / 2) {
            System.arraycopy(pieces[0], first, pieces[0], 0, size);
            first = 0;
        } else if (length < PIECE) {
            pieces[0] = Arrays.copyOf(pieces[0], Math.min(length * 2, PIECE));
        } else {
            if (count == pieces.length) {
                pieces = Arrays.copyOf(pieces, count * 2);
            }
            pieces[count] = spare.take();
            count++;
        }
    }

    private void useAgain(int emptied) {
        int[][] spare = Arrays.copyOf(pieces, emptied);
        System.arraycopy(pieces, emptied, pieces, 0, count - emptied);
        System.arraycopy(spare, 0, pieces, count - emptied, emptied);
        first -= emptied * PIECE;
    }
}
