package com.fincloud.gateway.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/metrics.md. */
record MetricsTable(List<Row> rows, Set<String> prefixes) {

    /** One metric. */
    record Row(String name, String type, Set<String> tags) {}

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9_]+)` \\| (counter|gauge|histogram|summary) \\| ([^|]*)\\| .+ \\|");
    private static final Pattern PREFIX = Pattern.compile("\\| `([a-z0-9]+_)` \\| .+ \\|");
    private static final Pattern TAG = Pattern.compile("`(\\w+)`");

    static MetricsTable read() throws IOException {
        List<Row> rows = new ArrayList<>();
        Set<String> prefixes = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            Matcher prefix = PREFIX.matcher(line);
            if (row.matches()) {
                Set<String> tags = new TreeSet<>();
                TAG.matcher(row.group(3)).results().forEach(tag -> tags.add(tag.group(1)));
                rows.add(new Row(row.group(1), row.group(2), tags));
            } else if (prefix.matches()) {
                prefixes.add(prefix.group(1));
            }
        }
        return new MetricsTable(rows, prefixes);
    }

    /** The rows as they would read for what {@code scrape} has, but for the gauges of largest values and what the prefixes cover. */
    Set<Row> found(Scrape scrape) {
        Set<Row> found = new LinkedHashSet<>();
        scrape.types().forEach((name, type) -> {
            boolean largest = name.endsWith("_max") && scrape.types().containsKey(name.substring(0, name.length() - 4));
            if (!largest && prefixes.stream().noneMatch(name::startsWith)) {
                found.add(new Row(name, type, scrape.tagsOf(name)));
            }
        });
        return found;
    }
}
