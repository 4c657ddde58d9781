package com.fincloud.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The part of a table that the project's README shows: the rows with a goal, without the goal and the verdict. */
public final class Summary {

    private static final String HEAD = "| | ours | Spring Cloud Gateway | ratio |\n|---|---|---|---|\n";
    private static final int CELLS = 6;

    private Summary() {}

    /** The summary of a whole table in Markdown; lines that are no rows are left out. */
    public static String of(String table) {
        return HEAD
                + table.lines()
                        .map(line -> Arrays.asList(line.split(" *\\| *", -1)))
                        .filter(cells -> cells.size() == CELLS + 2)
                        .filter(Summary::hasGoal)
                        .map(cells -> "| " + cells.get(1) + " | " + cells.get(3) + " | " + cells.get(4) + " | "
                                + cells.get(5) + " |\n")
                        .collect(Collectors.joining());
    }

    private static boolean hasGoal(List<String> cells) {
        String goal = cells.get(2);
        return goal.startsWith("≥") || goal.startsWith("≤");
    }
}
