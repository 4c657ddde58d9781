package com.fincloud.gateway.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of text columns, each as wide as its widest cell. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row. An empty cell is shown as {@code -}. */
    void row(String... cells) {
        rows.add(
                List.of(cells).stream().map(cell -> cell.isEmpty() ? "-" : cell).toList());
    }

    /** The rows, one per line. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            line.append(" ".repeat(width(i) - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
