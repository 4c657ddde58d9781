package com.fincloud.bench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was measured of one gateway: a figure a round under each name. */
public final class Samples {

    private final Map<String, List<Double>> figures = new HashMap<>();

    /** Adds the figure of one more round. */
    public void add(String name, double figure) {
        figures.computeIfAbsent(name, unused -> new ArrayList<>()).add(figure);
    }

    /** Adds all that others have. */
    public void addAll(Samples others) {
        others.figures.forEach((name, values) -> values.forEach(value -> add(name, value)));
    }

    Spread spread(String name) {
        return Spread.of(figures.getOrDefault(name, List.of()));
    }
}
