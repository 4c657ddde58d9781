package com.fincloud.gateway.cli;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.configfile.FollowedFile;
import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFileWarnings;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.settings.Variable;
import com.fincloud.gateway.settings.value.PublicPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** The errors and warnings about the files of a folder. */
public final class Validation {

    private record Diagnostic(String file, String severity, Finding finding) {

        private String line() {
            return finding.at(file, severity);
        }
    }

    private final Path directory;
    private final List<RouteFile> files;
    private final List<FollowedFile<?>> config;
    private final List<Diagnostic> errors = new ArrayList<>();
    private final List<Diagnostic> warnings = new ArrayList<>();

    /** Creates the validation of files that {@code context} has loaded. */
    Validation(
            CamelContext context,
            RouteFolder folder,
            RouteTarget target,
            PublicPaths publicPaths,
            ConfigFiles config,
            List<ApiKey> withoutPlan) {
        this.directory = target.directory();
        this.config = config.all();
        for (FollowedFile<?> file : this.config) {
            ConfigFault fault = file.fault();
            if (fault != null) {
                Finding finding = new Finding(fault.line(), fault.column(), fault.reason(), null);
                errors.add(new Diagnostic(file.path().toString(), "error", finding));
            }
        }
        for (ApiKey key : withoutPlan) {
            String reason = "key '" + key.name() + "' names the plan '" + key.plan()
                    + "', which RATE_LIMIT_PLANS does not have";
            warnings.add(new Diagnostic(Variable.API_KEYS.name(), "warning", new Finding(0, 0, reason, null)));
        }
        this.files = folder.files().stream()
                .filter(file -> target.file() == null || file.name().equals(target.file()))
                .toList();
        RouteFileWarnings advice = new RouteFileWarnings(context, folder, publicPaths);
        for (RouteFile file : files) {
            RouteFileException error = file.error();
            if (error != null) {
                error.findings().forEach(finding -> errors.add(new Diagnostic(name(file), "error", finding)));
            }
            advice.of(directory, file).forEach(finding -> warnings.add(new Diagnostic(name(file), "warning", finding)));
        }
    }

    private String name(RouteFile file) {
        return RouteFileText.isBuilder(file.name())
                ? file.name()
                : directory.resolve(file.name()).toString();
    }

    /** Whether there is no file to check. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Whether every file would be loaded. */
    public boolean passed() {
        return errors.isEmpty();
    }

    /** A line for each error and warning, and a summary. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (FollowedFile<?> file : config) {
            errors.stream()
                    .filter(diagnostic -> diagnostic.file().equals(file.path().toString()))
                    .forEach(diagnostic -> lines.add(diagnostic.line()));
        }
        warnings.stream()
                .filter(diagnostic -> diagnostic.file().equals(Variable.API_KEYS.name()))
                .forEach(diagnostic -> lines.add(diagnostic.line()));
        for (RouteFile file : files) {
            for (List<Diagnostic> list : List.of(errors, warnings)) {
                list.stream()
                        .filter(diagnostic -> diagnostic.file().equals(name(file)))
                        .forEach(diagnostic -> lines.add(diagnostic.line()));
            }
        }
        lines.add(count(files.size() + config.size(), "file") + ", " + count(errors.size(), "error") + ", "
                + count(warnings.size(), "warning"));
        return lines;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The same as data for JSON output. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", files.stream().map(this::describe).toList());
        if (!config.isEmpty()) {
            json.put(
                    "config_files",
                    config.stream().map(file -> file.path().toString()).toList());
        }
        json.put("errors", errors.stream().map(Validation::describe).toList());
        json.put("warnings", warnings.stream().map(Validation::describe).toList());
        return json;
    }

    private Map<String, Object> describe(RouteFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", name(file));
        json.put("status", file.status());
        json.put("routes", file.routes());
        return json;
    }

    private static Map<String, Object> describe(Diagnostic diagnostic) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", diagnostic.file());
        json.put("line", diagnostic.finding().line());
        json.put("column", diagnostic.finding().column());
        json.put("severity", diagnostic.severity());
        json.put("message", diagnostic.finding().reason());
        json.put("hint", diagnostic.finding().hint());
        return json;
    }
}
