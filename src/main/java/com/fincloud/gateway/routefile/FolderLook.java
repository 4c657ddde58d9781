package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.RouteCount;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.FileReading;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the route folder again and again. A file counts once it has been quiet, so that a file that somebody is just writing is not
 * taken: nobody has written to it for {@link #QUIET}, or for {@link #LONGEST} while others are being written. Files that are saved
 * together are taken together.
 */
final class FolderLook {

    /** Files that are followed; further ones, in the order of their names, are left out. */
    static final int MOST_FILES = 5_000;

    /** How long nobody may have written to a file. */
    static final Duration QUIET = Duration.ofSeconds(1);

    /** How long a quiet file waits for others that are being written. */
    static final Duration LONGEST = Duration.ofMillis(1500);

    /** So long after a file's time its content is read at each look: a save within the clock's tick leaves the time as it is. */
    private static final Duration TICK = Duration.ofSeconds(3);

    /** However its attributes look, a file is read again after this time. */
    private static final Duration REREAD = Duration.ofSeconds(10);

    /** What was first seen less than this ago was seen by the look that is under way. */
    private static final Duration SAME_LOOK = Duration.ofMillis(100);

    /** The most that all files together may have, for their texts are kept. */
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /** What a route takes of the heap with its metrics, its part of the API document, and while it is loaded anew: 40 to 60 KB. */
    private static final int HEAP_FOR_ROUTE = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FolderLook.class);

    /** What the folder is. */
    enum Condition {
        PRESENT,
        EMPTY,
        /** It has never been there. */
        MISSING,
        /** It was there before. */
        GONE
    }

    /** A file's content, how many routes it has, its attributes when it was read, and since when it has been so. */
    private record Seen(
            FileReading reading, int routes, String attributes, long modifiedMillis, long readNanos, long sinceNanos) {}

    private final Path directory;
    private final Clock clock;
    private final long mostRoutes;
    private Map<String, Seen> last = new TreeMap<>();
    private Map<String, Long> goneSince = new HashMap<>();
    private Condition condition = Condition.MISSING;
    private @Nullable Condition reported;
    private boolean tooMany;
    private long bytes;
    private long routes;

    /** Looks at a folder, for a gateway with a heap of so many bytes. */
    FolderLook(Path directory, Clock clock, long heapBytes) {
        this.mostRoutes = heapBytes / HEAP_FOR_ROUTE;
        this.directory = directory;
        this.clock = clock;
    }

    Condition condition() {
        return condition;
    }

    /** Everything that is there, however quiet it is. */
    Map<String, FileReading> all() {
        look();
        Map<String, FileReading> readings = new TreeMap<>();
        last.forEach((name, seen) -> readings.put(name, seen.reading()));
        return readings;
    }

    /** The files as they count now; those that are not quiet, and those that have just gone, count as {@code known}. */
    Map<String, FileReading> settled(Map<String, FileReading> known) {
        look();
        boolean waits = false;
        Set<String> names = new TreeSet<>(last.keySet());
        names.addAll(known.keySet());
        for (String name : names) {
            waits |= isChanged(name, known) && quietNanos(name) < QUIET.toNanos();
        }
        Map<String, FileReading> settled = new TreeMap<>();
        for (String name : names) {
            Seen seen = last.get(name);
            boolean counts = !isChanged(name, known) || quietNanos(name) >= (waits ? LONGEST : QUIET).toNanos();
            FileReading reading = counts ? (seen == null ? null : seen.reading()) : known.get(name);
            if (reading != null) {
                settled.put(name, reading);
            }
        }
        return settled;
    }

    private boolean isChanged(String name, Map<String, FileReading> known) {
        Seen seen = last.get(name);
        return !Objects.equals(seen == null ? null : seen.reading(), known.get(name));
    }

    /** How long nothing has happened to a file. A file that was renamed into the folder keeps the time of its last write. */
    private long quietNanos(String name) {
        Seen seen = last.get(name);
        long now = System.nanoTime();
        if (seen == null) {
            // Gone for two looks: an editor may delete a file and make it anew.
            Long since = goneSince.get(name);
            return since == null || now - since < SAME_LOOK.toNanos() ? 0 : LONGEST.toNanos();
        }
        long observed = now - seen.sinceNanos();
        long unwritten =
                Duration.ofMillis(clock.millis() - seen.modifiedMillis()).toNanos();
        return observed < SAME_LOOK.toNanos() ? 0 : Math.max(observed, unwritten);
    }

    /** A folder that cannot be read changes nothing. */
    private void look() {
        try {
            Map<String, Seen> now = new TreeMap<>();
            bytes = 0;
            routes = 0;
            for (Path file : files()) {
                see(file, now);
            }
            Map<String, Long> gone = new HashMap<>();
            long nanos = System.nanoTime();
            for (String name : last.keySet()) {
                if (!now.containsKey(name)) {
                    gone.put(name, nanos);
                }
            }
            goneSince.forEach((name, since) -> {
                if (!now.containsKey(name)) {
                    gone.put(name, since);
                }
            });
            goneSince = gone;
            last = now;
            condition = now.isEmpty() ? Condition.EMPTY : Condition.PRESENT;
        } catch (IOException | RuntimeException e) {
            condition = condition == Condition.MISSING ? Condition.MISSING : Condition.GONE;
        }
        report();
    }

    private Set<Path> files() throws IOException {
        NavigableSet<Path> files = new TreeSet<>();
        boolean more = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, FileReading::isRouteFile)) {
            for (Path file : entries) {
                files.add(file);
                if (files.size() > MOST_FILES) {
                    more = true;
                    files.pollLast();
                }
            }
        }
        if (more && !tooMany) {
            LOG.atWarn()
                    .addKeyValue("directory", directory.toAbsolutePath())
                    .addKeyValue("files", MOST_FILES)
                    .log("Route folder has too many files: further ones are left out");
        }
        tooMany = more;
        return files;
    }

    private void see(Path file, Map<String, Seen> now) {
        String name = String.valueOf(file.getFileName());
        Seen before = last.get(name);
        try {
            BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
            if (!basic.isRegularFile()) {
                return;
            }
            bytes += basic.size() > RouteFileText.MOST_BYTES ? 0 : basic.size();
            long modified = basic.lastModifiedTime().toMillis();
            String attributes = basic.size() + " " + basic.lastModifiedTime() + " " + basic.fileKey();
            if (before == null || !isCurrent(before, attributes)) {
                now.put(name, read(file, before, attributes, modified));
            } else {
                now.put(name, before);
                routes += before.routes();
            }
        } catch (IOException e) {
            // It went between the listing and the look; the next one sees it gone.
            if (Files.exists(file)) {
                now.put(name, read(file, before, "", 0));
            }
        }
    }

    private boolean isCurrent(Seen seen, String attributes) {
        return seen.attributes().equals(attributes)
                && clock.millis() - seen.modifiedMillis() > TICK.toMillis()
                && System.nanoTime() - seen.readNanos() < REREAD.toNanos();
    }

    private Seen read(Path file, @Nullable Seen before, String attributes, long modified) {
        FileReading reading = bytes > MOST_BYTES ? FileReading.TOO_MUCH : FileReading.of(file);
        int own = reading.text() == null ? 0 : RouteCount.of(reading.text());
        if (own > 0 && routes + own > mostRoutes) {
            reading = FileReading.tooManyRoutes(mostRoutes);
            own = 0;
        }
        routes += own;
        long now = System.nanoTime();
        if (before != null && before.reading().equals(reading) && before.modifiedMillis() == modified) {
            return new Seen(before.reading(), own, attributes, modified, now, before.sinceNanos());
        }
        return new Seen(reading, own, attributes, modified, now, now);
    }

    private void report() {
        if (condition == reported) {
            return;
        }
        reported = condition;
        String said =
                switch (condition) {
                    case PRESENT -> "";
                    case EMPTY -> "Route folder empty";
                    case MISSING, GONE -> "Route folder not readable";
                };
        if (!said.isEmpty()) {
            LOG.atWarn().addKeyValue("directory", directory.toAbsolutePath()).log(said);
        }
    }
}
