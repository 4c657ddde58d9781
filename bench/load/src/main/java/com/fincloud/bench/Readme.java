package com.fincloud.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place in a Markdown file where results stand, between two comments. */
final class Readme {

    private static final String BEGIN = "<!-- results -->\n";
    private static final String END = "<!-- end of results -->";

    private final Path file;

    Readme(Path file) {
        this.file = file;
    }

    void write(String results) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(file, text.substring(0, begin) + "\n" + results + "\n" + text.substring(text.indexOf(END)));
    }
}
