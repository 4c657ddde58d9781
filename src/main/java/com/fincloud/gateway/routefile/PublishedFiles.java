package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.FolderLook.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of the folder and of its files that was published last. The folder's thread publishes it; readers never wait. */
final class PublishedFiles {

    private record Snapshot(List<RouteFile> files, Condition condition) {}

    private volatile Snapshot last = new Snapshot(List.of(), Condition.MISSING);

    void publish(List<RouteFile> files, Condition condition) {
        last = new Snapshot(files, condition);
    }

    /** The state of each file, in the order of names. */
    List<RouteFile> files() {
        return last.files();
    }

    /** Whether there is at least one file, and every current file serves. */
    boolean healthy() {
        Snapshot now = last;
        return now.condition() == Condition.PRESENT && now.files().stream().allMatch(file -> file.error() == null);
    }

    /** Whether the folder has never existed, so that no client request can be served. */
    boolean missing() {
        return last.condition() == Condition.MISSING;
    }

    /** The problem with the folder itself; null if there is none. */
    @Nullable
    String problem() {
        return switch (last.condition()) {
            case PRESENT -> null;
            case EMPTY -> "route folder empty";
            case MISSING, GONE -> "route folder not readable";
        };
    }
}
