package com.fincloud.gateway.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the folder as one look found it: its text, or why it has none. Two looks that find the same are equal, whatever the file's
 * time says, so that neither a symbolic link that was swapped nor a save within the clock's tick is missed.
 */
record FileReading(@Nullable RouteFileText text, String problem) {

    static FileReading of(Path file) {
        try {
            return new FileReading(RouteFileText.read(file), "");
        } catch (RouteFileException e) {
            return new FileReading(null, e.reason());
        }
    }

    /**
     * Reads every XML and YAML file of a folder, by name; hidden files and folders in it are left alone.
     *
     * @throws IOException when the folder cannot be listed
     */
    static Map<String, FileReading> all(Path directory) throws IOException {
        Map<String, FileReading> readings = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(FileReading::isRouteFile)
                    .filter(Files::isRegularFile)
                    .forEach(file -> readings.put(String.valueOf(file.getFileName()), of(file)));
        }
        return readings;
    }

    private static boolean isRouteFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".") && name.matches(".*\\.(xml|yaml|yml)");
    }
}
