package com.fincloud.gateway.revocation;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * The id of a stream entry. Both numbers are unsigned, and the writer of an entry may choose them.
 *
 * @param millis time of writing by Redis's clock, if Redis has chosen the id
 */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {

    /** The id before every entry. */
    static final EntryId BEGINNING = new EntryId(0, 0);

    private static final Comparator<EntryId> ORDER = Comparator.<EntryId>comparingLong(id -> id.millis + Long.MIN_VALUE)
            .thenComparingLong(id -> id.sequence + Long.MIN_VALUE);

    /** Reads {@code 1795553269000-0}. */
    static EntryId of(String text) {
        int dash = text.indexOf('-');
        return new EntryId(
                Long.parseUnsignedLong(text.substring(0, dash)), Long.parseUnsignedLong(text.substring(dash + 1)));
    }

    /** The time of writing, in seconds since 1970. */
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
