package com.fincloud.gateway.settings.env;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the variable or command that somebody probably meant by a name that is not known. */
public final class NearestVariable {

    private static final int LONGEST = 60;
    private static final int MANY_WORDS = 3;

    private NearestVariable() {}

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
            int distance = SpellingDistance.of(letters, wanted);
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
}
