package com.fincloud.bench.report;

import java.util.List;
import java.util.Locale;

/** The median of some rounds, with the least and the greatest of them; all NaN where nothing was measured. */
record Spread(double least, double median, double greatest) {

    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int count = sorted.size();
        if (count == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(count - 1));
    }

    @Override
    public String toString() {
        if (Double.isNaN(median)) {
            return "";
        }
        return least == greatest ? text(median) : text(median) + " (" + text(least) + "–" + text(greatest) + ")";
    }

    private static String text(double figure) {
        return String.format(
                Locale.ROOT, Math.abs(figure) >= 100 ? "%,.0f" : Math.abs(figure) >= 10 ? "%.1f" : "%.2f", figure);
    }
}
