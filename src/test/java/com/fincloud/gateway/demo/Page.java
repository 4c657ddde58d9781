package com.fincloud.gateway.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A page of the documentation as a test reads it: its console examples and its tables. */
final class Page {

    /** A command and what it prints, as shown. */
    record Example(String command, String output) {}

    private static final Map<Pattern, String> CHANGING = changing();

    private final String file;
    private final List<String> lines;

    Page(String file) {
        this.file = file;
        try {
            lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Pattern, String> changing() {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        patterns.put(Pattern.compile("eyJ[^\"\\s]*"), "TOKEN");
        patterns.put(Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID");
        patterns.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"), "TIME");
        patterns.put(Pattern.compile("(?m)^(Date|Retry-After|X-Process-Time|X-RateLimit-Reset): .*$"), "$1: …");
        patterns.put(Pattern.compile(";t=\\d+"), ";t=…");
        patterns.put(Pattern.compile("(?m)\\s+$"), "");
        return patterns;
    }

    /** What stays the same from run to run. */
    static String stable(String output) {
        String text = output.replace("\r", "");
        for (Map.Entry<Pattern, String> part : CHANGING.entrySet()) {
            text = part.getKey().matcher(text).replaceAll(part.getValue());
        }
        return text.strip();
    }

    /** The examples of all {@code console} blocks. */
    List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        StringBuilder output = new StringBuilder();
        boolean inBlock = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                add(examples, command, output);
                inBlock = line.equals("```console");
            } else if (inBlock && line.startsWith("$ ")) {
                add(examples, command, output);
                command.append(line.substring(2)).append('\n');
            } else if (inBlock && command.toString().endsWith("\\\n")) {
                command.append(line).append('\n');
            } else if (inBlock) {
                output.append(line).append('\n');
            }
        }
        return examples;
    }

    private static void add(List<Example> examples, StringBuilder command, StringBuilder output) {
        if (!command.isEmpty()) {
            examples.add(new Example(command.toString(), output.toString()));
        }
        command.setLength(0);
        output.setLength(0);
    }

    /** Variables and defaults of the settings table. */
    Map<String, String> settings() {
        Pattern row = Pattern.compile("\\| `([A-Z0-9_]+)` \\| (?:`(.*?)`|empty) \\|.*");
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : section("## All variables")) {
            var matcher = row.matcher(line);
            if (matcher.matches()) {
                settings.put(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
            }
        }
        return settings;
    }

    /** The text of the first block of a language. */
    String block(String language) {
        List<String> rest = lines.subList(lines.indexOf("```" + language) + 1, lines.size());
        return String.join("\n", rest.subList(0, rest.indexOf("```"))) + "\n";
    }

    /** The rows of the table between the comments of the benchmark, with a title first. */
    List<String> results() {
        List<String> table = lines.subList(lines.indexOf("<!-- results -->"), lines.indexOf("<!-- end of results -->"));
        return table.stream().filter(line -> line.matches("\\| [^|]+ \\|.*")).toList();
    }

    private List<String> section(String heading) {
        int start = lines.indexOf(heading);
        if (start < 0) {
            throw new AssertionError(file + " has no heading '" + heading + "'");
        }
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).startsWith("## ")) {
            end++;
        }
        return lines.subList(start, end);
    }
}
