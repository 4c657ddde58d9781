package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.RouteCount;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.FileReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the route folder. A file is used only after it has been quiet, so that a half-written file is not read. Quiet means: not written
 * for {@link #QUIET}, or for {@link #LONGEST} while other files are being written. Files that are saved together are used together. An XML
 * file with the end tag of its root is complete, so {@link #QUIET_IF_COMPLETE} is enough.
 */
final class FolderLook {

    /** How long a file must not have been written. */
    static final Duration QUIET = Duration.ofSeconds(1);

    /** The same for a file that is complete as its text shows. It is not zero, because further files may be saved together with it. */
    static final Duration QUIET_IF_COMPLETE = Duration.ofMillis(500);

    /** How long a quiet file waits for files that are being written. */
    static final Duration LONGEST = Duration.ofMillis(1500);

    /**
     * The time after a file's last modification in which each poll reads its content, because a second save within the resolution of the
     * file's time stamp does not change the time stamp.
     */
    private static final Duration TICK = Duration.ofSeconds(3);

    /** After this time a file is read again even if its attributes have not changed. */
    private static final Duration REREAD = Duration.ofSeconds(10);

    /** A file that was first seen less than this ago was first seen by the current poll. */
    private static final Duration SAME_POLL = Duration.ofMillis(100);

    /** The maximum bytes of all files together, because their texts are kept in memory. */
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    /** What a route takes of the heap with its metrics, its part of the API document, and while it is loaded anew: 40 to 60 KB. */
    private static final int HEAP_FOR_ROUTE = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FolderLook.class);

    /** The condition of the folder. */
    enum Condition {
        PRESENT,
        EMPTY,
        /** The folder has never existed. */
        MISSING,
        /** The folder existed before. */
        GONE
    }

    /** A file's content, how many routes it has, its attributes when it was read, and since when it has been so. */
    private record Seen(
            FileReading reading, int routes, String attributes, long modifiedMillis, long readNanos, long sinceNanos) {

        private boolean isComplete() {
            return reading.text() != null && reading.text().isCompleteXml();
        }
    }

    private final Path directory;
    private final FolderListing listing;
    private final Clock clock;
    private final long mostRoutes;
    private Map<String, Seen> last = new TreeMap<>();
    private Map<String, Long> goneSince = new HashMap<>();
    private Condition condition = Condition.MISSING;
    private @Nullable Condition reported;
    private long bytes;
    private long routes;
    private Duration next = LONGEST;

    /** Looks at a folder, for a gateway with a heap of so many bytes. */
    FolderLook(Path directory, Clock clock, long heapBytes) {
        this.mostRoutes = heapBytes / HEAP_FOR_ROUTE;
        this.directory = directory;
        this.listing = new FolderListing(directory);
        this.clock = clock;
    }

    /** The files of the folder, and which of them are left out. */
    FolderListing listing() {
        return listing;
    }

    Condition condition() {
        return condition;
    }

    /** All files, whether they are quiet or not. */
    Map<String, FileReading> all() {
        look();
        Map<String, FileReading> readings = new TreeMap<>();
        last.forEach((name, seen) -> readings.put(name, seen.reading()));
        return readings;
    }

    /** The files to use now. For a file that is not quiet, or that has just disappeared, the version in {@code known} is returned. */
    Map<String, FileReading> settled(Map<String, FileReading> known) {
        look();
        Set<String> changed = new TreeSet<>();
        Set<String> names = new TreeSet<>(last.keySet());
        names.addAll(known.keySet());
        boolean waits = false;
        for (String name : names) {
            if (isChanged(name, known)) {
                changed.add(name);
                waits |= quietNanos(name) < quiet(name).toNanos();
            }
        }
        next = LONGEST;
        Map<String, FileReading> settled = new TreeMap<>();
        for (String name : names) {
            Seen seen = last.get(name);
            boolean counts = !changed.contains(name) || isSettled(name, waits ? LONGEST : quiet(name));
            FileReading reading = counts ? (seen == null ? null : seen.reading()) : known.get(name);
            if (reading != null) {
                settled.put(name, reading);
            }
        }
        return settled;
    }

    private boolean isSettled(String name, Duration required) {
        Duration left = required.minusNanos(quietNanos(name));
        if (left.isNegative() || left.isZero()) {
            return true;
        }
        Duration ends = quiet(name).minusNanos(quietNanos(name));
        if (!ends.isNegative() && ends.compareTo(next) < 0) {
            next = ends;
        }
        return false;
    }

    /** When a file that was not settled at the latest poll may be, so that a poll then is worth its while. */
    Duration next() {
        return next;
    }

    /** How long this file must not have been written. */
    private Duration quiet(String name) {
        Seen seen = last.get(name);
        return seen != null && seen.isComplete() ? QUIET_IF_COMPLETE : QUIET;
    }

    private boolean isChanged(String name, Map<String, FileReading> known) {
        Seen seen = last.get(name);
        return !Objects.equals(seen == null ? null : seen.reading(), known.get(name));
    }

    /** How long a file has been quiet. A file that was renamed into the folder keeps the time of its last write. */
    private long quietNanos(String name) {
        Seen seen = last.get(name);
        long now = System.nanoTime();
        if (seen == null) {
            // A file must be missing in two polls, because an editor may delete a file and create it again.
            Long since = goneSince.get(name);
            return since == null || now - since < SAME_POLL.toNanos() ? 0 : LONGEST.toNanos();
        }
        long observed = now - seen.sinceNanos();
        long unwritten =
                Duration.ofMillis(clock.millis() - seen.modifiedMillis()).toNanos();
        return observed < SAME_POLL.toNanos() ? 0 : Math.max(observed, unwritten);
    }

    /** Polls the folder. If the folder cannot be read, nothing changes. */
    private void look() {
        try {
            Map<String, Seen> now = new TreeMap<>();
            bytes = 0;
            routes = 0;
            for (Path file : listing.files()) {
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

    private void see(Path file, Map<String, Seen> now) {
        String name = String.valueOf(file.getFileName());
        Seen before = last.get(name);
        try {
            BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
            if (!basic.isRegularFile()) {
                return;
            }
            bytes += basic.size() > RouteFileText.MAX_BYTES ? 0 : basic.size();
            long modified = basic.lastModifiedTime().toMillis();
            String attributes = basic.size() + " " + basic.lastModifiedTime() + " " + basic.fileKey();
            if (before == null || !isCurrent(before, attributes)) {
                now.put(name, read(file, before, attributes, modified));
            } else {
                now.put(name, before);
                routes += before.routes();
            }
        } catch (IOException e) {
            // The file disappeared between the listing and the read; the next poll will handle it.
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
        FileReading reading = bytes > MAX_BYTES ? FileReading.TOO_MUCH : FileReading.of(file);
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
