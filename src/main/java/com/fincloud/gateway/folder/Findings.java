package com.fincloud.gateway.folder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings in one file while it is looked through. */
final class Findings {

    private final RouteFileText file;
    private final List<Finding> found = new ArrayList<>();

    Findings(RouteFileText file) {
        this.file = file;
    }

    RouteFileText file() {
        return file;
    }

    void add(int offset, String reason) {
        found.add(file.finding(offset, reason, null));
    }

    /** A name that is not valid where it stands, with the nearest of those that are. */
    void add(int offset, String reason, String given, Collection<String> valid) {
        @Nullable String hint = Nearest.of(given, valid);
        found.add(file.finding(offset, reason, hint));
    }

    /** All findings in the order of the text, none twice. */
    List<Finding> all() {
        return found.stream().sorted(Finding.IN_ORDER).distinct().toList();
    }
}
