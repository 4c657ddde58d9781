package com.fincloud.gateway;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts that differ from a good one in a few places: a piece gone, twice, moved, or replaced by something that means trouble. */
public final class Mutations {

    private static final int WIDEST = 40;
    private static final int MOST = 4;

    private Mutations() {}

    /** One to four changes of {@code text}; what is put in is one of {@code pieces} or any char. */
    public static Arbitrary<String> of(String text, String... pieces) {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(pieces), Arbitraries.chars().all().map(String::valueOf));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, Math.max(0, text.length())),
                        Arbitraries.integers().between(1, WIDEST),
                        Arbitraries.integers().between(0, Math.max(0, text.length())),
                        piece)
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST)
                .map(edits -> edited(text, edits));
    }

    private static String edited(String text, List<Edit> edits) {
        String changed = text;
        for (Edit edit : edits) {
            changed = edit.of(changed);
        }
        return changed;
    }

    private record Edit(int kind, int at, int width, int other, String piece) {

        String of(String text) {
            int from = Math.min(at, text.length());
            int to = Math.min(text.length(), from + width);
            String before = text.substring(0, from);
            String span = text.substring(from, to);
            String after = text.substring(to);
            return switch (kind) {
                case 0 -> before + after;
                case 1 -> before + span + span + after;
                case 2 -> before + piece + text.substring(from);
                case 3 -> before + piece + text.substring(Math.min(text.length(), from + 1));
                default -> moved(before + after, span);
            };
        }

        private String moved(String rest, String span) {
            int to = Math.min(other, rest.length());
            return rest.substring(0, to) + span + rest.substring(to);
        }
    }
}
