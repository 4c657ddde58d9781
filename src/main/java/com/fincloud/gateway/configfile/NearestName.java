package com.fincloud.gateway.configfile;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the valid name that is most similar to a misspelled name (optimal string alignment: a swap of two adjacent letters counts as one
 * error).
 */
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
            int distance = distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                nearest = name;
                least = distance;
            }
        }
        return nearest;
    }

    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
