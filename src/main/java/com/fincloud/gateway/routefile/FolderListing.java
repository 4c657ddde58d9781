package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.trial.FileReading;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route files of a folder by their names. */
final class FolderListing {

    /** The maximum number of files. Further files, in the order of names, are ignored. */
    static final int MAX_FILES = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(FolderLook.class);

    private final Path directory;
    private @Nullable String only;
    private boolean tooMany;

    FolderListing(Path directory) {
        this.directory = directory;
    }

    /** Ignores all files but one. */
    void only(String name) {
        only = name;
    }

    /** The files that are ignored because of {@link #only}. */
    Map<String, FileReading> leftOut() {
        String asked = only;
        if (asked == null) {
            return Map.of();
        }
        Map<String, FileReading> files = new TreeMap<>();
        try {
            for (Path file : files(null)) {
                String name = String.valueOf(file.getFileName());
                if (!name.equals(asked)) {
                    files.put(name, FileReading.of(file));
                }
            }
        } catch (IOException | RuntimeException e) {
            files.clear(); // the names in these files are unknown
        }
        return files;
    }

    /** The files in the order of their names. Throws {@link IOException} if the folder cannot be read. */
    Set<Path> files() throws IOException {
        return files(only);
    }

    private Set<Path> files(@Nullable String name) throws IOException {
        NavigableSet<Path> files = new TreeSet<>();
        boolean more = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, FileReading::isRouteFile)) {
            for (Path file : entries) {
                if (name != null && !file.getFileName().toString().equals(name)) {
                    continue;
                }
                files.add(file);
                if (files.size() > MAX_FILES) {
                    more = true;
                    files.pollLast();
                }
            }
        }
        if (more && !tooMany) {
            LOG.atWarn()
                    .addKeyValue("directory", directory.toAbsolutePath())
                    .addKeyValue("files", MAX_FILES)
                    .log("Route folder has too many files: further ones are left out");
        }
        tooMany = more;
        return files;
    }
}
