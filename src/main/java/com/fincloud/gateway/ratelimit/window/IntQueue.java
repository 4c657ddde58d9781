package com.fincloud.gateway.ratelimit.window;

import java.util.Arrays;

/**
 * A queue of four-byte values that are read by index. It grows piece by piece and uses emptied pieces again, also those of other queues:
 * a long one is never copied, and leaves no garbage in the heap's old generation. A short one is a few dozen bytes. Not for several
 * threads.
 */
public final class IntQueue {

    private static final int FIRST_SLOTS = 8;
    private static final int PIECE_BITS = 7;

    /** Values in each piece of a queue that has more than one. */
    public static final int PIECE = 1 << PIECE_BITS;

    private static final int MASK = PIECE - 1;

    private final ChunkPool spare;
    private int[][] pieces = {new int[FIRST_SLOTS]};
    private int count = 1;
    private int first;
    private int size;

    /** A queue that shares what it does not need with those of the same {@code spare} pieces. */
    IntQueue(ChunkPool spare) {
        this.spare = spare;
    }

    int size() {
        return size;
    }

    /** Values for which there is memory. */
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

    /** Gives back the memory that is not in use. */
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
