package com.fincloud.gateway.folder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a route file is not loaded: the reason in a sentence, and the line where it is known. */
public final class RouteFileException extends RuntimeException {

    private static final Pattern LINE = Pattern.compile("@(\\d+):\\d+|(?i)\\bline[ :]+(\\d+)");

    private final int line;

    RouteFileException(String reason, int line, @Nullable Throwable cause) {
        super(reason, cause);
        this.line = line;
    }

    /** The failure of {@code cause}: its innermost sentence, and the line if one of its messages names it. */
    static RouteFileException of(Throwable cause, int line) {
        if (cause instanceof RouteFileException known) {
            return known;
        }
        int found = line;
        String reason = String.valueOf(cause.getMessage());
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner.getMessage() != null) {
                reason = inner.getMessage();
                Matcher matcher = LINE.matcher(reason);
                if (found <= 0 && matcher.find()) {
                    found = Integer.parseInt(matcher.group().replaceAll("(?s)^\\D*(\\d+).*", "$1"));
                }
            }
        }
        return new RouteFileException(reason.replaceAll("\\s+", " ").strip(), found, cause);
    }

    /** The line in the file, 0 when it is not known. */
    public int line() {
        return line;
    }

    /** The reason in a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
