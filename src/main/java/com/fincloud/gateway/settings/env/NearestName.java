package com.fincloud.gateway.settings.env;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant. */
public final class NearestName {

    private static final int LONGEST = 60;
    private static final int MANY_WORDS = 3;

    private NearestName() {}

    /**
     * The one of {@code known} that {@code name} is a spelling of; null if there is none. A spelling has a different case, different
     * separators, one or two letters too many, too few, different or exchanged, words in a different order, or one of at least three
     * words left out.
     */
    public static @Nullable String of(String name, Collection<String> known) {
        if (name.length() > LONGEST || known.contains(name)) {
            return null;
        }
        String letters = letters(name);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            String wanted = letters(candidate);
            int distance = distance(letters, wanted);
            int allowed = wanted.length() < 8 ? 1 : 2;
            if (distance <= allowed && distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return nearest == null ? byWords(name, known) : nearest;
    }

    private static @Nullable String byWords(String name, Collection<String> known) {
        List<String> words = words(name);
        for (String candidate : known) {
            List<String> wanted = words(candidate);
            boolean reordered = words.size() == wanted.size() && words.containsAll(wanted) && wanted.containsAll(words);
            if (words.size() > 1 && reordered) {
                return candidate;
            }
        }
        for (String candidate : known) {
            List<String> wanted = words(candidate);
            if (wanted.size() >= MANY_WORDS && words.size() == wanted.size() - 1 && lacksOne(words, wanted)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean lacksOne(List<String> words, List<String> wanted) {
        int same = 0;
        while (same < words.size() && words.get(same).equals(wanted.get(same))) {
            same++;
        }
        return words.subList(same, words.size()).equals(wanted.subList(same + 1, wanted.size()));
    }

    private static List<String> words(String name) {
        return Arrays.asList(name.toUpperCase(Locale.ROOT)
                .replace('-', '_')
                .replace('.', '_')
                .split("_", -1));
    }

    private static String letters(String name) {
        StringBuilder letters = new StringBuilder();
        name.toUpperCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    /** The number of letters to insert, remove, replace or exchange with their neighbour (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replaced, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                boolean exchanged = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (exchanged) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[one.length()][other.length()];
    }
}
