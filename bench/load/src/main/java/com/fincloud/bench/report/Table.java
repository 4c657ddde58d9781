package com.fincloud.bench.report;

import java.util.ArrayList;
import java.util.List;

/** The table of a run, in Markdown. */
public final class Table {

    private final List<String> lines = new ArrayList<>();

    /** A table without rows. */
    public Table() {
        lines.add("| | goal | ours | SCG | ours / SCG | |");
        lines.add("|---|---|---|---|---|---|");
    }

    /** Adds a row, and returns it. */
    public String add(Row row, Samples ours, Samples peer) {
        String line = row.markdown(ours, peer);
        lines.add(line);
        return line;
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
