package com.fincloud.gateway.configfile;

import com.fincloud.gateway.settings.env.SpellingDistance;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the valid name that is most similar to a misspelled name of a file: a key, a parameter, a step. */
public final class NearestName {

    private NearestName() {}

    /** The name most similar to {@code given}; null if no name is similar enough for a misspelling. */
    public static @Nullable String of(String given, Collection<String> names) {
        String nearest = null;
        int least = Math.max(1, Math.min(3, given.length() / 3)) + 1;
        for (String name : new TreeSet<>(names)) {
            if (Math.abs(given.length() - name.length()) >= least || name.equals(given)) {
                continue; // the difference in length is a lower bound, so a very long name is not compared
            }
            int distance = SpellingDistance.of(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                nearest = name;
                least = distance;
            }
        }
        return nearest;
    }
}
