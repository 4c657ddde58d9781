package com.fincloud.gateway.http.header;

import com.fincloud.gateway.settings.value.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code X-Forwarded-For} fields from the right. The nearest proxy has added the last entry. */
public final class ForwardedFor {

    private final List<String> values;
    private int value;
    private int end;

    public ForwardedFor(List<String> values) {
        this.values = values;
        this.value = values.size();
    }

    /** The next entry to the left; null if there is none. Empty entries are skipped (RFC 9110 section 5.6.1). */
    @Nullable
    public String previous() {
        while (value > 0 || end > 0) {
            if (end <= 0) {
                value--;
                end = values.get(value).length();
            }
            if (end > 0) {
                String text = values.get(value);
                int comma = text.lastIndexOf(',', end - 1);
                String entry = text.substring(comma + 1, end).strip();
                end = comma;
                if (!entry.isEmpty()) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** All entries as one list. Each address has no port and is in canonical form. */
    public static String canonical(List<String> values) {
        ForwardedFor entries = new ForwardedFor(values);
        List<String> canonical = new ArrayList<>();
        for (String entry = entries.previous(); entry != null; entry = entries.previous()) {
            canonical.add(Address.canonical(entry));
        }
        Collections.reverse(canonical);
        return String.join(", ", canonical);
    }
}
