package com.fincloud.gateway.routefile.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds which of many bean names occur in a text, in one pass. A name is searched only if its first word occurs in the text. */
public final class BeanMentions {

    private final Map<String, Set<String>> byFirstWord = new HashMap<>();

    public BeanMentions(Collection<String> names) {
        for (String name : names) {
            List<String> words = words(name);
            byFirstWord
                    .computeIfAbsent(words.isEmpty() ? "" : words.get(0), word -> new HashSet<>())
                    .add(name);
        }
    }

    /** The names that occur in {@code text}. */
    public Set<String> in(String text) {
        Set<String> found = new HashSet<>();
        if (byFirstWord.isEmpty()) {
            return found;
        }
        Set<String> words = new HashSet<>(words(text));
        words.add("");
        for (String word : words) {
            for (String name : byFirstWord.getOrDefault(word, Set.of())) {
                if (BeanNames.isMentioned(name, text)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !Character.isLetterOrDigit(text.charAt(i))) {
                if (i > from) {
                    words.add(text.substring(from, i));
                }
                from = i + 1;
            }
        }
        return words;
    }
}
