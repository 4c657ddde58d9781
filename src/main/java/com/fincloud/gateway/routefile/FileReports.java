package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.live.FileVersion;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the events of route files to the log, to the history and to a listener. */
final class FileReports {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);

    private final FileHistory history;
    private volatile Consumer<FileEvent> listener = event -> {};

    FileReports(Clock clock) {
        history = new FileHistory(clock);
    }

    void onEvent(Consumer<FileEvent> listener) {
        this.listener = listener;
    }

    List<FileChange> latest() {
        return history.latest();
    }

    void served(FileEvent event, String name, @Nullable FileVersion version) {
        listener.accept(event);
        history.add(event, name, version == null ? List.of() : version.publicIds(), null);
        LOG.atInfo()
                .addKeyValue("file", name)
                .addKeyValue("routes", version == null ? List.of() : version.publicIds())
                .log(event.sentence());
    }

    void rejected(String name, RouteFileException error) {
        listener.accept(FileEvent.REJECTED);
        history.add(FileEvent.REJECTED, name, List.of(), error.findings().get(0));
        LOG.atError()
                .addKeyValue("file", name)
                .addKeyValue("line", error.line())
                .addKeyValue("column", error.column())
                .addKeyValue("error", error.getMessage())
                .log(FileEvent.REJECTED.sentence());
    }
}
