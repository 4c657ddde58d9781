package com.fincloud.gateway.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A route file as it was read, once: what is checked is what is loaded, even when somebody saves in between.
 *
 * @param name the file's name
 * @param text its content
 */
record RouteFileText(String name, String text) {

    /**
     * Reads a file.
     *
     * @throws RouteFileException when it cannot be read, or is empty
     */
    static RouteFileText read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.isBlank()) {
                throw new RouteFileException("the file is empty", 0, null);
            }
            return new RouteFileText(name, text);
        } catch (IOException e) {
            throw new RouteFileException("the file is not readable as UTF-8", 0, e);
        }
    }

    /** The name without its ending. */
    String baseName() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The first line on which {@code word} stands in quotes, or at all; 0 when it does not. */
    int lineOf(String word) {
        int at = text.indexOf('"' + word + '"');
        at = at < 0 ? text.indexOf(word) : at;
        return at < 0 ? 0 : (int) text.substring(0, at).lines().count() + (text.startsWith("\n", at - 1) ? 1 : 0);
    }
}
