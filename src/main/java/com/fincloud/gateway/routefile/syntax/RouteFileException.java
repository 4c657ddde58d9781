package com.fincloud.gateway.routefile.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route file cannot be loaded. The message has the first finding; {@link #findings} has all findings. */
public final class RouteFileException extends RuntimeException {

    private final transient List<Finding> findings;

    /** Creates the exception for {@code findings}, which must not be empty. */
    public RouteFileException(List<Finding> findings, @Nullable Throwable cause) {
        super(findings.get(0).sentence(), cause);
        this.findings = List.copyOf(findings);
    }

    public RouteFileException(String reason, int line, @Nullable Throwable cause) {
        this(List.of(new Finding(line, 0, reason, null)), cause);
    }

    /** All findings, in the order of the file. */
    public List<Finding> findings() {
        return findings;
    }

    /** The first finding's line in the file; 0 if unknown. */
    public int line() {
        return findings.get(0).line();
    }

    /** The first finding's column in its line; 0 if unknown. */
    public int column() {
        return findings.get(0).column();
    }

    /** The first finding's reason: what is wrong and what was expected, in a sentence. */
    public String reason() {
        return findings.get(0).reason();
    }

    /** The most similar valid name; null if none is similar. */
    public @Nullable String hint() {
        return findings.get(0).hint();
    }
}
