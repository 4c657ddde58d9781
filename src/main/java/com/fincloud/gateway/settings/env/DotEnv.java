package com.fincloud.gateway.settings.env;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a file {@code .env}, read as docker compose reads it, so that the gateway and its container see the same values: UTF-8,
 * comments, {@code export}, quotes, escape sequences and interpolation.
 *
 * @param values the values by name, in the order of the file
 * @param warnings sentences about variables that an interpolation names and nobody sets
 */
public record DotEnv(Map<String, String> values, List<String> warnings) {

    /** A file has a few kilobytes; a larger one is something else. */
    private static final long MOST = 1 << 20;

    /** Copies the collections. */
    public DotEnv {
        values = new LinkedHashMap<>(values);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a file. There are no variables if it does not exist or is a folder.
     *
     * @param environment returns a variable of the environment, which comes before the file in an interpolation
     * @throws DotEnvException if the file is not readable, or a line is malformed
     */
    public static DotEnv read(Path file, Function<String, @Nullable String> environment) {
        if (!Files.isRegularFile(file)) {
            return new DotEnv(Map.of(), List.of());
        }
        try {
            if (Files.size(file) > MOST) {
                throw new DotEnvException("it has more than " + MOST + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    environment);
        } catch (CharacterCodingException e) {
            throw new DotEnvException("it is not UTF-8");
        } catch (IOException e) {
            throw new DotEnvException("it is not readable");
        }
    }

    /**
     * Parses the text of a file.
     *
     * @throws DotEnvException if a line is malformed
     */
    public static DotEnv parse(String text, Function<String, @Nullable String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        DotEnvReader reader = new DotEnvReader(text.startsWith("\ufeff") ? text.substring(1) : text);
        while (reader.toStatement()) {
            int line = reader.line();
            String name = reader.name();
            if (!reader.isAssigned()) {
                String inherited = environment.apply(name);
                if (inherited != null) {
                    values.put(name, inherited);
                }
                continue;
            }
            DotEnvReader.Value value = reader.value();
            Interpolation interpolation = new Interpolation(wanted -> {
                String given = environment.apply(wanted);
                return given == null ? values.get(wanted) : given;
            });
            try {
                values.put(name, value.literal() ? value.text() : interpolation.of(value.text()));
            } catch (IllegalArgumentException e) {
                throw new DotEnvException(line, name + ": " + e.getMessage());
            }
            if (interpolation.hasUnset()) { // the name may be a part of a password with a dollar sign
                warnings.add(".env, line " + line + ": " + name
                        + " names a variable that is not set: write $$ for a dollar sign,"
                        + " or put the value into single quotes");
            }
        }
        return new DotEnv(values, warnings);
    }
}
