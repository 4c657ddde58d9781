package com.fincloud.gateway.routefile.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a route file is not loaded: the first of its findings in front, and all of them behind. */
public final class RouteFileException extends RuntimeException {

    private final transient List<Finding> findings;

    /** The failure that {@code findings}, at least one, describe. */
    public RouteFileException(List<Finding> findings, @Nullable Throwable cause) {
        super(findings.get(0).sentence(), cause);
        this.findings = List.copyOf(findings);
    }

    public RouteFileException(String reason, int line, @Nullable Throwable cause) {
        this(List.of(new Finding(line, 0, reason, null)), cause);
    }

    /** Everything that was found wrong, in the file's order. */
    public List<Finding> findings() {
        return findings;
    }

    /** The first finding's line in the file, 0 when it is not known. */
    public int line() {
        return findings.get(0).line();
    }

    /** The first finding's column in its line, 0 when it is not known. */
    public int column() {
        return findings.get(0).column();
    }

    /** What is wrong and what was expected, in a sentence. */
    public String reason() {
        return findings.get(0).reason();
    }

    /** The nearest valid name, null when none is near. */
    public @Nullable String hint() {
        return findings.get(0).hint();
    }
}
