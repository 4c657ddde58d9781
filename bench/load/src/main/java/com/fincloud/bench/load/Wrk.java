package com.fincloud.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load by wrk, on one thread. */
final class Wrk implements Load {

    private static final Pattern FIGURES = Pattern.compile("^figures (\\d+) (\\d+) (\\d+) (\\d+)$", Pattern.MULTILINE);

    private final Path directory;
    private final Map<Requests, Path> scripts = new HashMap<>();
    private final String version;

    Wrk(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.version = output(List.of("wrk", "--version")).lines().findFirst().orElse("wrk");
    }

    static boolean isInstalled() throws InterruptedException {
        try {
            return !output(List.of("wrk", "--version")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return version.replaceAll(" \\[.*", "");
    }

    @Override
    public LoadResult run(int port, Requests requests, int connections, Duration time)
            throws IOException, InterruptedException {
        String output = output(List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + time.toSeconds() + "s",
                "--timeout=40s",
                "--script=" + script(requests),
                "http://127.0.0.1:" + port));
        Matcher figures = FIGURES.matcher(output);
        if (!figures.find()) {
            throw new IOException("wrk failed: " + output);
        }
        Duration took = Duration.ofNanos(number(figures, 2) * 1000);
        return new LoadResult(number(figures, 1), took, number(figures, 3), number(figures, 4));
    }

    private static long number(Matcher figures, int group) {
        return Long.parseLong(figures.group(group));
    }

    private Path script(Requests requests) throws IOException {
        Path known = scripts.get(requests);
        if (known == null) {
            known = Files.createTempFile(directory, "wrk", ".lua");
            requests.writeScript(known);
            scripts.put(requests, known);
        }
        return known;
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } finally {
            process.destroy();
        }
    }
}
