package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A script in Node.js that uses the library {@code ws}, in a process of its own, and the lines that it has written. */
final class NodeScript implements AutoCloseable {

    /** Where Debian's {@code node-ws} puts its files; {@code NODE_PATH} names another place. */
    private static final String MODULES = Objects.requireNonNullElse(System.getenv("NODE_PATH"), "/usr/share/nodejs");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Starts a script of the folder {@code websocket}. The test is skipped where Node.js or the library is not installed. */
    NodeScript(Path folder, String name, Object... arguments) throws IOException {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/node")))
                .as("Node.js is not installed")
                .isTrue();
        assumeThat(Files.isDirectory(Path.of(MODULES, "ws")))
                .as("the library ws of Node.js is not installed")
                .isTrue();
        Path script = folder.resolve(name);
        try (InputStream source = NodeScript.class.getResourceAsStream("/com/fincloud/gateway/websocket/" + name)) {
            Files.write(script, Objects.requireNonNull(source).readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/node", script.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("NODE_PATH", MODULES);
        process = builder.start();
        Thread reader = new Thread(this::read, "node-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    /** What it has written so far. */
    List<String> lines() {
        return lines;
    }

    /** Waits for a line that begins so, and returns the last one. */
    String awaitLine(String beginning) {
        await(beginning).atMost(Duration.ofSeconds(30)).until(() -> lines.stream()
                .anyMatch(line -> line.startsWith(beginning)));
        return lines.stream()
                .filter(line -> line.startsWith(beginning))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Writes a line to its input. */
    void tell(String line) throws IOException {
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(line + "\n");
        input.flush();
    }

    /** Sends SIGTERM, and waits for the end. */
    void askToEnd() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    /** Waits until it has ended by itself. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the script has not ended within 60 s; its last lines are "
                    + lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
