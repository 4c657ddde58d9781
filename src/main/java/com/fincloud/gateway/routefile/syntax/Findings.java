package com.fincloud.gateway.routefile.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings in one file while it is looked through. */
public final class Findings {

    /** More than anybody mends at once; each costs a look for its line, and for the nearest name. */
    private static final int MOST = 100;

    private final RouteFileText file;
    private final List<Finding> found = new ArrayList<>();

    public Findings(RouteFileText file) {
        this.file = file;
    }

    public RouteFileText file() {
        return file;
    }

    /** Whether no more is looked for: the file has so many that they hardly are one each. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public void add(int offset, String reason) {
        if (!isFull()) {
            found.add(file.finding(offset, reason, null));
        }
    }

    /** A name that is not valid where it stands, with the nearest of those that are. */
    public void add(int offset, String reason, String given, Collection<String> valid) {
        if (!isFull()) {
            @Nullable String hint = NearestName.of(given, valid);
            found.add(file.finding(offset, reason, hint));
        }
    }

    /** All findings in the order of the text, none twice. */
    public List<Finding> all() {
        return found.stream().sorted(Finding.IN_ORDER).distinct().toList();
    }
}
