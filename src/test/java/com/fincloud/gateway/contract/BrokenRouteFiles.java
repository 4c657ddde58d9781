package com.fincloud.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route file that is broken, and what must be said of it.
 *
 * @param name the file's name
 * @param place {@code line:column} of the error, empty when it is not known
 * @param words words of the reason
 * @param hint the name that is suggested, empty for none
 * @param text the file's content
 */
record BrokenRouteFiles(String name, String place, String words, String hint, String text) {

    private static final String TABLE = "broken-route-files.txt";

    /** The whole table. */
    static List<BrokenRouteFiles> all() {
        List<BrokenRouteFiles> files = new ArrayList<>();
        String table = table();
        for (String section : table.substring(table.indexOf("==== ") + 5).split("\n==== ", -1)) {
            String[] head = section.lines().findFirst().orElse("").split("\\|", -1);
            files.add(new BrokenRouteFiles(
                    head[0].strip(),
                    head[1].strip(),
                    head[2].strip(),
                    head[3].strip(),
                    section.substring(section.indexOf('\n') + 1) + "\n"));
        }
        return files;
    }

    private static String table() {
        try (@Nullable InputStream in = BrokenRouteFiles.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
