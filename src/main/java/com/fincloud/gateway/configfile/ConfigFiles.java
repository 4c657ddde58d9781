package com.fincloud.gateway.configfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The followed files of this gateway, for what operators see. */
public final class ConfigFiles {

    private final List<FollowedFile<?>> files = new ArrayList<>();

    /** Adds a file, if there is one. */
    public ConfigFiles with(@Nullable FollowedFile<?> file) {
        if (file != null) {
            files.add(file);
        }
        return this;
    }

    public List<FollowedFile<?>> all() {
        return List.copyOf(files);
    }

    /** Whether every file is in use as it is now. */
    public boolean healthy() {
        return files.stream().allMatch(file -> file.fault() == null);
    }

    /** The state of each file: {@code variable}, {@code file}, {@code status}, and {@code error} with its place. */
    public List<Map<String, Object>> report() {
        List<Map<String, Object>> report = new ArrayList<>();
        for (FollowedFile<?> file : files) {
            ConfigFault fault = file.fault();
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("variable", file.variable().name());
            state.put("file", String.valueOf(file.path().getFileName()));
            state.put("status", fault == null ? "loaded" : "rejected");
            if (fault != null) {
                state.put("error", fault.reason());
                if (fault.line() > 0) {
                    state.put("line", fault.line());
                    state.put("column", fault.column());
                }
            }
            report.add(state);
        }
        return report;
    }
}
