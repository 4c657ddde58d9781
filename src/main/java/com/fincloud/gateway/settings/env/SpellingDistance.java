package com.fincloud.gateway.settings.env;

/** The number of errors between two spellings (optimal string alignment: a swap of two adjacent letters counts as one error). */
public final class SpellingDistance {

    private SpellingDistance() {}

    /** The number of letters to insert, remove, replace or swap with their neighbour. Takes time and memory of both lengths multiplied. */
    public static int of(String one, String other) {
        int[][] errors = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                errors[i][j] = i == 0 || j == 0 ? i + j : least(errors, one, other, i, j);
            }
        }
        return errors[one.length()][other.length()];
    }

    private static int least(int[][] errors, String one, String other, int i, int j) {
        int replaced = errors[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(errors[i - 1][j], errors[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, errors[i - 2][j - 2] + 1) : least;
    }
}
