package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A broker or a database that a recipe of {@code docs/routes} calls. It is a process of its own, with the libraries of
 * {@code src/test/servers/<name>/pom.xml}, and can be killed, suspended and started again.
 */
final class ServerProcess implements AutoCloseable {

    private final Path log;
    private final ProcessBuilder builder;
    private Process process;

    private ServerProcess(Path log, ProcessBuilder builder) throws IOException {
        this.log = log;
        this.builder = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = this.builder.start();
    }

    /** Starts a program of the server {@code name}: a class of its libraries, or a source file of its folder. */
    static ServerProcess start(Path log, String name, String program, String... arguments)
            throws IOException, InterruptedException {
        return new ServerProcess(log, new ProcessBuilder(command(name, program, arguments)));
    }

    /** Runs a program of the server {@code name} to its end, and returns what it has printed. */
    static List<String> run(Path log, String name, String program, String... arguments)
            throws IOException, InterruptedException {
        try (ServerProcess server = start(log, name, program, arguments)) {
            assertThat(server.process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            List<String> lines = Files.readAllLines(log);
            assertThat(server.process.exitValue()).as("%s", lines).isZero();
            return lines;
        }
    }

    private static List<String> command(String name, String program, String... arguments)
            throws IOException, InterruptedException {
        Path sources = Path.of("src/test/servers", name);
        Path libraries = Path.of("target/servers", name).toAbsolutePath();
        maven(
                Path.of("target", name + ".log"),
                "-f",
                sources.resolve("pom.xml").toString(),
                "dependency:copy-dependencies",
                "-DoutputDirectory=" + libraries);
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                libraries.resolve("*").toString()));
        command.add(program.endsWith(".java") ? sources.resolve(program).toString() : program);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs Maven as the documents do. */
    static void maven(Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./mvnw", "-B", "-ntp", "-q"));
        command.addAll(List.of(arguments));
        Process maven = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
    }

    /** Waits for the line that says that the program, after its last start, is ready. */
    ServerProcess awaitReady() {
        await().atMost(Duration.ofMinutes(1)).until(() -> count("ready") > 0);
        return this;
    }

    private long count(String line) throws IOException {
        return Files.readAllLines(log).stream().filter(line::equals).count();
    }

    /** Writes a line to the standard input, and waits until the program has said that it is done. */
    void send(String line) throws IOException {
        long before = count("done " + line);
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        await().atMost(Duration.ofSeconds(20)).until(() -> count("done " + line) > before);
    }

    /** Ends the process and those that it has started, at once. */
    void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Stops all its threads, so that its connections stay open and nobody answers. */
    void suspend() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        all().forEach(each -> command.add(Long.toString(each.pid())));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private List<ProcessHandle> all() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        return all;
    }

    void startAgain() throws IOException {
        Files.deleteIfExists(log);
        process = builder.start();
    }

    @Override
    public void close() {
        kill();
    }
}
