package com.fincloud.gateway.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus reads from the management port, taken apart. */
record Scrape(String text, Map<String, String> types, List<Series> series) {

    /** One line: a metric with its tags, and its value. */
    record Series(String name, Map<String, String> tags, double value) {}

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: # .*)?");
    private static final Pattern TAG = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Scrape of(TestGateway gateway) throws IOException {
        return of(Http.get(gateway.managementPort(), "/actuator/prometheus").text());
    }

    static Scrape of(String text) {
        Map<String, String> types = new LinkedHashMap<>();
        List<Series> series = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new AssertionError("no series: " + line);
                }
                series.add(new Series(parts.group(1), parsed(parts.group(2)), Double.parseDouble(parts.group(3))));
            }
        }
        return new Scrape(text, types, series);
    }

    private static Map<String, String> parsed(String text) {
        Map<String, String> tags = new HashMap<>();
        Matcher tag = TAG.matcher(text == null ? "" : text);
        while (tag.find()) {
            tags.put(tag.group(1), tag.group(2));
        }
        return tags;
    }

    /** The names of tags that the series of a metric have, the bounds of buckets left out. */
    Set<String> tagsOf(String metric) {
        Set<String> names = new TreeSet<>();
        series.stream()
                .filter(one -> isOf(metric, one.name()))
                .forEach(one -> names.addAll(one.tags().keySet()));
        names.remove("le");
        return names;
    }

    private boolean isOf(String metric, String name) {
        String rest = name.startsWith(metric) ? name.substring(metric.length()) : "-";
        return rest.isEmpty()
                || (Set.of("histogram", "summary").contains(types.getOrDefault(metric, ""))
                        && Set.of("_bucket", "_count", "_sum").contains(rest));
    }

    /** The sum of the series of that name whose tags include these, given as name and value in turn. */
    double sum(String name, String... tags) {
        return series.stream()
                .filter(one -> one.name().equals(name))
                .filter(one -> {
                    for (int i = 0; i < tags.length; i += 2) {
                        if (!tags[i + 1].equals(one.tags().get(tags[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .mapToDouble(Series::value)
                .sum();
    }
}
