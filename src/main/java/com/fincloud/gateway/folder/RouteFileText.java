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
        return lineAt(position(word, 0));
    }

    /** The first line behind {@code start} on which {@code word} stands; where none does, the one of {@code start}. */
    int lineOf(String word, String start) {
        int from = position(start, 0);
        int at = position(word, from < 0 ? 0 : from + start.length() + 2);
        return lineAt(at < 0 ? from : at);
    }

    private int position(String word, int from) {
        int at = text.indexOf('"' + word + '"', from);
        at = at < 0 ? text.indexOf("'" + word + "'", from) : at;
        return at < 0 ? text.indexOf(word, from) : at;
    }

    private int lineAt(int position) {
        return position < 0
                ? 0
                : 1
                        + (int) text.substring(0, position)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }
}
