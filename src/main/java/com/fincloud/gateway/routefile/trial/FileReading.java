package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of the folder as one poll found it: its text, or why it has none. Readings are compared by content, not by the file's time stamp,
 * so that a swapped symbolic link or a quick second save is not missed.
 */
public record FileReading(@Nullable RouteFileText text, String problem) {

    private static final List<String> CODE = List.of(".java", ".class", ".jar", ".kt", ".kts", ".groovy");

    private static final String NEEDS_COMPILER =
            "the gateway compiles nothing, and reads no code from this folder (expected: a class in"
                    + " extensions/src/main/java, then ./mvnw -f extensions/pom.xml package and a restart;"
                    + " see docs/extensions.md)";

    /** The reading of a file when the files before it already use the maximum memory. */
    public static final FileReading TOO_MUCH =
            new FileReading(null, "the route files of the folder together have more than 32 MB");

    /** What stands for a file when the files up to it have more routes than the heap has room for. */
    public static FileReading tooManyRoutes(long most) {
        return new FileReading(
                null,
                "the heap of the gateway has room for " + most
                        + " routes, and this file and those before it have more (expected: fewer routes, or a larger heap)");
    }

    /** The reading of an extension's route builder. */
    public static FileReading ofBuilder(String name, String className) {
        return new FileReading(RouteFileText.ofBuilder(name, className), "");
    }

    public static FileReading of(Path file) {
        if (isSource(String.valueOf(file.getFileName()))) {
            return new FileReading(null, NEEDS_COMPILER);
        }
        try {
            return new FileReading(RouteFileText.read(file), "");
        } catch (RouteFileException e) {
            return new FileReading(null, e.reason());
        }
    }

    /** Whether a file holds code, which is no route file, but which may be meant as one. */
    private static boolean isSource(String name) {
        return CODE.stream().anyMatch(name::endsWith);
    }

    /** Whether a file is a route file by its name, or is meant as one. */
    public static boolean isRouteFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".")
                && (name.endsWith(".xml") || name.endsWith(".yaml") || name.endsWith(".yml") || isSource(name));
    }
}
