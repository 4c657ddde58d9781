package com.fincloud.gateway.configfile;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A configuration file that is followed while the gateway serves. A change is used when two looks in a row have seen the same content. A
 * file that is not usable changes nothing: the last usable content stays in use, and {@link #fault} says what is wrong. The file is
 * compared by its content, because some mounts neither send events nor change the time of a file.
 *
 * @param <T> what the file is read as
 */
public final class FollowedFile<T> implements AutoCloseable {

    /** The maximum size of a file in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    /**
     * Makes the value from the text of the file.
     *
     * @param <T> the value
     */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Reads the value. It reads further files that the text names through {@code named}, so that they are followed as well.
         *
         * @throws ConfigFault if the file is not usable
         */
        T read(String text, NamedFiles named);
    }

    private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final byte[] NOTHING = {};

    private final Variable variable;
    private final Path path;
    private final Reader<T> reader;
    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable BackgroundTasks watcher;
    private byte @Nullable [] judged;
    private byte @Nullable [] seen;
    private NamedFiles named = new NamedFiles();
    private byte[] seenNamed = NOTHING;
    private String reported = "";
    private boolean loaded;
    private volatile T current;
    private volatile @Nullable ConfigFault fault;

    /**
     * Creates it for the file that {@code variable} names. Call {@link #load} before the first use.
     *
     * @param reader makes the value from the text, or throws {@link ConfigFault}
     * @param none the value until the file was usable once
     */
    public FollowedFile(Variable variable, Path path, Function<String, T> reader, T none) {
        this(variable, path, (text, named) -> reader.apply(text), none);
    }

    /** Creates it for a file that may name further files, which are followed as well. */
    public FollowedFile(Variable variable, Path path, Reader<T> reader, T none) {
        this.variable = variable;
        this.path = path;
        this.reader = reader;
        this.current = none;
    }

    /** The value of the last usable content. Returns without waiting. */
    public T current() {
        return current;
    }

    /** The variable that names the file. */
    public Variable variable() {
        return variable;
    }

    public Path path() {
        return path;
    }

    /** What is wrong with the file as it is now; null if it is in use. */
    public @Nullable ConfigFault fault() {
        return fault;
    }

    /** Calls {@code listener} with each value that comes into use from now on. */
    public void onChange(Consumer<T> listener) {
        listeners.add(listener);
    }

    /** Reads the file now. A file that is not usable is reported like one that becomes so later. */
    public synchronized FollowedFile<T> load() {
        look(true);
        return this;
    }

    /** Follows the file until {@link #close}. */
    public synchronized void watch() {
        if (watcher == null) {
            BackgroundTasks tasks = new BackgroundTasks(BackgroundTask.CONFIG_FILES);
            watcher = tasks;
            tasks.every(LOOK, LOOK, this::look);
        }
    }

    /** Looks at the file once. */
    synchronized void look() {
        look(false);
    }

    private void look(boolean atOnce) {
        byte[] now;
        ConfigFault unreadable = null;
        try {
            now = bytes();
        } catch (ConfigFault e) {
            now = NOTHING;
            unreadable = e;
        }
        byte[] nowNamed = named.now();
        boolean steady = atOnce || (Arrays.equals(now, seen) && Arrays.equals(nowNamed, seenNamed));
        seen = now;
        seenNamed = nowNamed;
        boolean known = Arrays.equals(now, judged) && Arrays.equals(nowNamed, named.asRead());
        if (!steady || (unreadable == null && known)) {
            return;
        }
        if (unreadable != null) {
            judged = null;
            refuse(unreadable);
            return;
        }
        judged = now;
        named = new NamedFiles();
        try {
            use(reader.read(text(now), named));
        } catch (ConfigFault e) {
            refuse(e);
        }
    }

    private void use(T value) {
        current = value;
        fault = null;
        reported = "";
        listeners.forEach(listener -> listener.accept(value));
        if (loaded) {
            line(LOG.atInfo()).log("Configuration file reloaded");
        } else {
            line(LOG.atInfo()).log("Configuration file loaded");
        }
        loaded = true;
    }

    private void refuse(ConfigFault reason) {
        fault = reason;
        String text = reason.at("");
        if (!text.equals(reported)) {
            reported = text;
            line(LOG.atError())
                    .addKeyValue("line", reason.line() == 0 ? null : reason.line())
                    .addKeyValue("column", reason.column() == 0 ? null : reason.column())
                    .addKeyValue("error", reason.reason())
                    .log("Configuration file rejected");
        }
    }

    private LoggingEventBuilder line(LoggingEventBuilder line) {
        return line.addKeyValue("variable", variable.name()).addKeyValue("file", path.toString());
    }

    private byte[] bytes() {
        if (Files.exists(path) && !Files.isRegularFile(path)) { // reading a pipe without a writer would never end
            throw new ConfigFault(0, 0, "it is no regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigFault(0, 0, "the file has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ConfigFault(0, 0, "there is no such file");
        } catch (IOException e) {
            throw new ConfigFault(0, 0, "the file cannot be read");
        }
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigFault(0, 0, "the file is not readable as UTF-8");
        }
    }

    @Override
    public synchronized void close() {
        if (watcher != null) {
            watcher.close();
        }
    }
}
