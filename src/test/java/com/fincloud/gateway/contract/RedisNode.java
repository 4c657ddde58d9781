package com.fincloud.gateway.contract;

import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import redis.embedded.core.ExecutableProvider;

/** One Redis process, of a group of them: a master, a replica, a node of a cluster or a sentinel. */
final class RedisNode implements AutoCloseable {

    /** A node of a cluster listens on its port and on this much more. */
    private static final int BUS = 10_000;

    /** Finds the executable once: it comes from a library's jar. */
    private static final class Executable {

        static final String PATH = find();

        private static String find() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().getPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final int port;
    private final ProcessBuilder builder;
    private final RedisClient client;
    private Process process;
    private volatile boolean still;

    /**
     * Starts a process.
     *
     * @param folder where its configuration and its log are
     * @param configuration lines of its configuration besides the port's
     * @param arguments what stands in the command besides the configuration's file
     */
    RedisNode(Path folder, List<String> configuration, String... arguments) throws IOException {
        port = freePort();
        Path file = folder.resolve(port + ".conf");
        String common =
                "port %d\nbind 127.0.0.1\nprotected-mode no\ndir %s\nlogfile %d.log\n".formatted(port, folder, port);
        Files.writeString(file, common + String.join("\n", configuration) + "\n", StandardCharsets.UTF_8);
        builder = new ProcessBuilder(Executable.PATH, file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(2))
                .build());
        process = builder.start();
        awaitAnswer();
    }

    /** A port below which there is room for a cluster's second one. */
    private static int freePort() {
        int port = FreePort.next();
        while (!FreePort.isFree(port + BUS)) {
            port = FreePort.next();
        }
        return port;
    }

    private void awaitAnswer() {
        await().ignoreExceptions().until(() -> tell("PING").equals("PONG"));
    }

    int port() {
        return port;
    }

    /** A command that answers with a word. */
    String tell(String command, Object... arguments) {
        try (var connection = client.connect()) {
            return connection.sync().dispatch(word(command), new StatusOutput<>(StringCodec.UTF8), args(arguments));
        }
    }

    /** A command in a database. */
    String in(int database, String command, Object... arguments) {
        try (var connection = client.connect()) {
            connection.sync().select(database);
            return connection.sync().dispatch(word(command), new StatusOutput<>(StringCodec.UTF8), args(arguments));
        }
    }

    /** A command that answers with a list. */
    List<Object> list(String command, Object... arguments) {
        try (var connection = client.connect()) {
            return connection
                    .sync()
                    .dispatch(word(command), new NestedMultiOutput<>(StringCodec.UTF8), args(arguments));
        }
    }

    /** What {@code INFO} says of {@code field}. */
    String info(String field) {
        try (var connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            return redis.info()
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1))
                    .findFirst()
                    .orElse("");
        }
    }

    private static CommandArgs<String, String> args(Object... arguments) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        for (Object argument : arguments) {
            args.add(argument.toString());
        }
        return args;
    }

    private record Word(String name) implements ProtocolKeyword {

        @Override
        public byte[] getBytes() {
            return name.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static ProtocolKeyword word(String command) {
        return new Word(command.toUpperCase(Locale.ROOT));
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Has it stand still with all its connections, or go on. */
    void pause(boolean still) throws IOException, InterruptedException {
        this.still = still;
        new ProcessBuilder("kill", still ? "-STOP" : "-CONT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    boolean answers() {
        return process.isAlive() && !still;
    }

    void startAgain() throws IOException {
        process = builder.start();
        awaitAnswer();
    }

    @Override
    public void close() {
        kill();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
