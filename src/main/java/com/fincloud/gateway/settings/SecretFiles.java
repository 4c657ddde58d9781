package com.fincloud.gateway.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads secrets from the files that {@code JWT_SECRET_FILE} and its like name, for instance the secrets of Docker and Kubernetes. */
public final class SecretFiles {

    private static final int MOST = 1 << 20;

    private SecretFiles() {}

    /**
     * The secrets from files, by the name of their variable. One line feed at the end of a file is not part of the secret.
     *
     * @param source returns a variable's value by its name; null if it is unset
     * @throws SettingsException if a file is not readable, or its secret is also set directly
     */
    public static Map<String, String> read(Function<String, @Nullable String> source) {
        Map<String, String> secrets = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Variable variable : Variable.values()) {
            String path = variable.isSecret() ? source.apply(variable.fileName()) : null;
            if (path == null || path.isBlank()) {
                continue;
            }
            String direct = source.apply(variable.name());
            if (direct != null && !direct.isEmpty()) {
                problems.add(variable.fileName() + "=" + ShownValue.of(path) + " is not usable: " + variable.name()
                        + " is set too, and only one of them can be right (accepted: one of them)");
                continue;
            }
            try {
                secrets.put(variable.name(), content(Path.of(path.strip())));
            } catch (IOException | InvalidPathException e) {
                problems.add(variable.fileName() + "=" + ShownValue.of(path) + " is not usable: " + reason(e)
                        + " (accepted: the path of a file with the value of " + variable.name() + ")");
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return secrets;
    }

    private static String content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.exists(file) ? "it is no file" : "there is no such file");
        }
        if (Files.size(file) > MOST) {
            throw new IOException("it has more than " + MOST + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        if (text.isEmpty() || text.equals("\n")) {
            throw new IOException("it is empty");
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String reason(Exception failure) {
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (failure instanceof java.nio.file.AccessDeniedException) {
            return "the gateway may not read it";
        }
        return failure instanceof InvalidPathException ? "it is no path" : String.valueOf(failure.getMessage());
    }
}
