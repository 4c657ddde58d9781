package com.fincloud.gateway.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables and queries of docs/logs.md.
 *
 * @param everyLine fields of every line
 * @param request fields of a request's line
 * @param events fields of each event
 * @param queries what stands in its blocks of shell
 */
record LogsPage(Set<String> everyLine, Set<String> request, Map<String, Set<String>> events, List<String> queries) {

    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    static LogsPage read() throws IOException {
        Set<String> everyLine = new TreeSet<>();
        Set<String> request = new TreeSet<>();
        Map<String, Set<String>> events = new LinkedHashMap<>();
        List<String> queries = new ArrayList<>();
        String section = "";
        boolean shell = false;
        for (String line : Files.readAllLines(Path.of("docs/logs.md"))) {
            shell = line.equals("```sh") || (shell && !line.equals("```"));
            if (line.startsWith("## ")) {
                section = line;
            } else if (shell && !line.equals("```sh")) {
                queries.add(line);
            } else if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", 5);
                switch (section) {
                    case "## Every line" -> everyLine.addAll(words(cells[1]));
                    case "## One line a request" -> request.addAll(words(cells[1]));
                    default -> words(cells[1]).forEach(event -> events.put(event, words(cells[3])));
                }
            }
        }
        return new LogsPage(everyLine, request, events, queries);
    }

    private static Set<String> words(String cell) {
        Set<String> words = new TreeSet<>();
        Matcher word = WORD.matcher(cell);
        while (word.find()) {
            words.add(word.group(1));
        }
        return words;
    }
}
