package com.fincloud.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The route files that a command is about.
 *
 * @param given the operand, or {@code ROUTES_DIR} without one
 * @param directory the folder
 * @param file the name of the only file that is asked for; null for all
 * @param alone whether that file is loaded without the others of its folder, because it is not in {@code ROUTES_DIR}
 */
record RouteTarget(String given, Path directory, @Nullable String file, boolean alone) {

    /** The target of an operand, which may be empty. */
    static RouteTarget of(String operand, Path routesDirectory) {
        if (operand.isEmpty()) {
            return new RouteTarget(routesDirectory.toString(), routesDirectory, null, false);
        }
        Path path = Path.of(operand);
        Path name = path.getFileName();
        if (!Files.isRegularFile(path) || name == null) {
            return new RouteTarget(operand, path, null, false);
        }
        Path parent = path.getParent();
        Path directory = parent == null ? Path.of("") : parent;
        return new RouteTarget(operand, directory, name.toString(), !isSame(directory, routesDirectory));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them does not exist
        }
    }
}
