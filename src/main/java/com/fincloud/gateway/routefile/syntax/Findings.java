package com.fincloud.gateway.routefile.syntax;

import com.fincloud.gateway.configfile.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the findings in one file. */
public final class Findings {

    /** The maximum number of findings, because each one needs a search for its line and for the most similar name. */
    private static final int MOST = 100;

    private final RouteFileText file;
    private final List<Finding> found = new ArrayList<>();

    public Findings(RouteFileText file) {
        this.file = file;
    }

    public RouteFileText file() {
        return file;
    }

    /** Whether the maximum is reached, so that the check can stop. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public void add(int offset, String reason) {
        if (!isFull()) {
            found.add(file.finding(offset, reason, null));
        }
    }

    /** Adds a finding for an invalid name, with the most similar valid name as a hint. */
    public void add(int offset, String reason, String given, Collection<String> valid) {
        if (!isFull()) {
            @Nullable String hint = NearestName.of(given, valid);
            found.add(file.finding(offset, reason, hint));
        }
    }

    /** All findings in the order of the text, without duplicates. */
    public List<Finding> all() {
        return found.stream().sorted(Finding.IN_ORDER).distinct().toList();
    }
}
