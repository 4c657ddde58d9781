package com.fincloud.gateway.routefile.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The text of a route file, which is read once, so that the checked text is the loaded text even if the file is saved in between.
 *
 * @param name the file's name
 * @param text its content
 */
public record RouteFileText(String name, String text) {

    /** The maximum size of a file in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    /** What the names of route builders begin with. No file's name has a slash. */
    private static final String BUILDERS = "extensions/";

    private static final String BYTE_ORDER_MARK = "\ufeff";

    /**
     * Reads a file.
     *
     * @throws RouteFileException if it cannot be read, or is empty
     */
    public static RouteFileText read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            String text = utf8(file);
            if (text.startsWith(BYTE_ORDER_MARK)) {
                text = text.substring(1);
            }
            if (text.isBlank()) {
                throw new RouteFileException("the file is empty", 0, null);
            }
            return new RouteFileText(name, text);
        } catch (IOException e) {
            throw new RouteFileException("the file is not readable as UTF-8", 0, e);
        }
    }

    /**
     * Reads a file as UTF-8. Unlike the constructor of String, a decoder refuses malformed input. It does not read more than the limit,
     * even if the file grows.
     */
    private static String utf8(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new RouteFileException(
                        "the file has more than 1 MB (expected: at most " + MAX_BYTES
                                + " bytes; divide it into several files)",
                        0,
                        null);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** The routes of an extension's route builder: its class stands for the text. */
    public static RouteFileText ofBuilder(String name, String className) {
        return new RouteFileText(BUILDERS + name, className);
    }

    /** Whether the routes are those of a route builder, whose class is the text. */
    public boolean isBuilder() {
        return isBuilder(name);
    }

    /** Whether this is the name of a route builder. */
    public static boolean isBuilder(String name) {
        return name.startsWith(BUILDERS);
    }

    /** The name without its extension; the name of a route builder. */
    public String baseName() {
        return isBuilder() ? name.substring(BUILDERS.length()) : name.substring(0, name.lastIndexOf('.'));
    }

    public boolean isXml() {
        return name.endsWith(".xml");
    }

    /** Whether this is XML that ends with the end tag of its first element. A file that is still being written does not. */
    public boolean isCompleteXml() {
        int root = isXml() ? text.indexOf('<') : -1;
        while (root >= 0 && (text.startsWith("<?", root) || text.startsWith("<!--", root))) {
            int end = text.indexOf(text.startsWith("<?", root) ? "?>" : "-->", root);
            root = end < 0 ? -1 : text.indexOf('<', end);
        }
        int end = root + 1;
        while (root >= 0 && end < text.length() && " \t\r\n/>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return root >= 0 && text.stripTrailing().endsWith("</" + text.substring(root + 1, end) + ">");
    }

    /** Creates a finding at {@code offset} of the text. A negative offset means an unknown position. */
    public Finding finding(int offset, String reason, @Nullable String hint) {
        return new Finding(line(offset), column(offset), reason, hint);
    }

    /** Creates the exception for an error after which the file cannot be checked further. */
    public RouteFileException refuse(int offset, String reason, @Nullable String hint) {
        return new RouteFileException(java.util.List.of(finding(offset, reason, hint)), null);
    }

    public int line(int offset) {
        return offset < 0
                ? 0
                : 1
                        + (int) text.substring(0, offset)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }

    int column(int offset) {
        return offset < 0 ? 0 : offset - text.lastIndexOf('\n', offset - 1);
    }

    /** The offset of a line and a column; the end of the text if the position is after it. */
    public int offset(int line, int column) {
        int start = 0;
        for (int i = 1; i < line && start >= 0; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(text.length(), start + Math.max(0, column - 1));
    }
}
