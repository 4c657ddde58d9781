package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.Finding;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest changes of route files. The log has all changes. */
final class FileHistory {

    private static final int KEPT = 20;

    private final Clock clock;
    private final Deque<FileChange> changes = new ArrayDeque<>(KEPT);

    FileHistory(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(FileEvent event, String file, List<String> routes, @Nullable Finding finding) {
        if (changes.size() == KEPT) {
            changes.removeLast();
        }
        changes.addFirst(new FileChange(clock.instant(), event, file, routes, finding));
    }

    /** The changes, the newest first. */
    synchronized List<FileChange> latest() {
        return List.copyOf(changes);
    }
}
