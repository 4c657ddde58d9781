package com.fincloud.bench.report;

import java.util.Locale;

/** What a figure of our gateway must be: beside the peer's, or by itself. */
public final class Goal {

    private final String text;
    private final boolean relative;
    private final boolean most;
    private final double bound;

    private Goal(String text, boolean relative, boolean most, double bound) {
        this.text = text;
        this.relative = relative;
        this.most = most;
        this.bound = bound;
    }

    /** At least so many times the peer's. */
    public static Goal timesThePeer(double bound) {
        return new Goal("≥ " + number(bound) + " × SCG", true, false, bound);
    }

    /** At most so many times the peer's. */
    public static Goal partOfThePeer(double bound) {
        return new Goal("≤ " + number(bound) + " × SCG", true, true, bound);
    }

    /** At least so much. */
    public static Goal atLeast(double bound) {
        return new Goal("≥ " + number(bound), false, false, bound);
    }

    /** At most so much. */
    public static Goal atMost(double bound) {
        return new Goal("≤ " + number(bound), false, true, bound);
    }

    /** Good to know. */
    public static Goal none() {
        return new Goal("", false, false, Double.NaN);
    }

    private static String number(double bound) {
        return String.format(Locale.ROOT, bound == Math.rint(bound) && bound > 10 ? "%,.0f" : "%.1f", bound);
    }

    String verdict(double ours, double peer) {
        double figure = relative ? ours / peer : ours;
        if (Double.isNaN(bound) || Double.isNaN(figure)) {
            return "";
        }
        return (most ? figure <= bound : figure >= bound) ? "pass" : "**fail**";
    }

    @Override
    public String toString() {
        return text;
    }
}
