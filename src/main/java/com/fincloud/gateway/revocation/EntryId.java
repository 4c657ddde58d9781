package com.fincloud.gateway.revocation;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * An entry's place in the stream. Both numbers are unsigned, and whoever writes an entry may choose them.
 *
 * @param millis when it was written, by Redis's clock, if it was Redis that chose
 */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {

    /** Before every entry. */
    static final EntryId BEGINNING = new EntryId(0, 0);

    private static final Comparator<EntryId> ORDER = Comparator.<EntryId>comparingLong(id -> id.millis + Long.MIN_VALUE)
            .thenComparingLong(id -> id.sequence + Long.MIN_VALUE);

    /** Reads {@code 1795553269000-0}. */
    static EntryId of(String text) {
        int dash = text.indexOf('-');
        return new EntryId(
                Long.parseUnsignedLong(text.substring(0, dash)), Long.parseUnsignedLong(text.substring(dash + 1)));
    }

    /** When it was written, in seconds since 1970. */
    BigDecimal second() {
        return new BigDecimal(Long.toUnsignedString(millis)).movePointLeft(3);
    }

    @Override
    public int compareTo(EntryId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
    }
}
