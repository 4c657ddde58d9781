package com.fincloud.gateway.extension;

import com.fincloud.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the jars in {@code EXTENSIONS_DIR} and in its folder {@code lib}. */
final class ExtensionFolder {

    private ExtensionFolder() {}

    /**
     * The jars, in the order of names: first those of the folder itself. A folder that does not exist has none.
     *
     * @throws SettingsException if a folder cannot be read
     */
    static List<Path> jars(Path directory) {
        List<Path> jars = new ArrayList<>(jarsIn(directory));
        jars.addAll(jarsIn(directory.resolve("lib")));
        return jars;
    }

    private static List<Path> jarsIn(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException | RuntimeException e) {
            throw new SettingsException(List.of("the folder of extensions " + directory + " is not readable: "
                    + e.getClass().getSimpleName() + " (expected: a folder, or nothing, at EXTENSIONS_DIR)"));
        }
        Collections.sort(jars);
        return jars;
    }
}
