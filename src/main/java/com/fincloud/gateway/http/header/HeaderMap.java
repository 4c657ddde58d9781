package com.fincloud.gateway.http.header;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A message's headers. Names are case-insensitive; the first spelling and the received order are kept. Camel's own map is a sorted tree
 * that compares names letter by letter. A message has about a dozen headers, and a scan of their hashes is faster.
 */
public final class HeaderMap extends AbstractMap<String, Object> {

    private String[] names = new String[24];
    private @Nullable Object[] values = new Object[24];
    private int[] hashes = new int[24];
    private int size;

    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + (name.charAt(i) | 0x20);
        }
        return hash;
    }

    private int find(String name) {
        int hash = hash(name);
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash && names[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && find(text) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int at = name instanceof String text ? find(text) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        int at = find(name);
        if (at >= 0) {
            Object earlier = values[at];
            values[at] = value;
            return earlier;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        names[size] = name;
        values[size] = value;
        hashes[size++] = hash(name);
        return null;
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        int at = name instanceof String text ? find(text) : -1;
        return at < 0 ? null : removeAt(at);
    }

    private @Nullable Object removeAt(int at) {
        Object removed = values[at];
        int behind = --size - at;
        System.arraycopy(names, at + 1, names, at, behind);
        System.arraycopy(values, at + 1, values, at, behind);
        System.arraycopy(hashes, at + 1, hashes, at, behind);
        values[size] = null;
        return removed;
    }

    @Override
    public void clear() {
        Arrays.fill(values, 0, size, null);
        size = 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, Object>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Entry<String, Object> next() {
            if (next >= size) {
                throw new NoSuchElementException();
            }
            String name = names[next];
            return new SimpleEntry<>(name, values[next++]) {
                @Override
                public @Nullable Object setValue(@Nullable Object value) {
                    put(name, value);
                    return super.setValue(value);
                }
            };
        }

        @Override
        public void remove() {
            removeAt(--next);
        }
    }
}
