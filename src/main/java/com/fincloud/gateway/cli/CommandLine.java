package com.fincloud.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.logging.MutedLogging;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routefile.RouteRow;
import com.fincloud.gateway.settings.SettingsException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the commands that do not start the gateway: they check the route files, print the result, and exit. */
public final class CommandLine {

    private static final int DONE = 0;
    private static final int BROKEN = 1;
    private static final int MISUSED = 2;

    private final Map<String, String> environment;
    private final Path folder;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Creates the commands of a process.
     *
     * @param environment the process's environment
     * @param folder the working directory
     */
    public CommandLine(Map<String, String> environment, Path folder, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    /** Runs a command and returns the exit status: 1 for a broken file, 2 for wrong usage. */
    @SuppressWarnings("try") // the resource only has to stay open
    public int run(String... args) {
        Arguments arguments;
        try {
            arguments = Arguments.of(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            Arguments.USAGE.forEach(err::println);
            return MISUSED;
        }
        if (arguments.command().equals("help")) {
            Arguments.USAGE.forEach(out::println);
            return DONE;
        }
        try (MutedLogging silence = new MutedLogging();
                OfflineGateway gateway =
                        OfflineGateway.load(OfflineVariables.of(environment, folder), arguments.directory())) {
            Path directory = directory(gateway, arguments);
            if (!Files.isDirectory(directory)) {
                err.println("there is no folder '" + directory + "'");
                return arguments.command().equals("validate") ? BROKEN : MISUSED;
            }
            return run(arguments, gateway, directory);
        } catch (SettingsException e) {
            err.println("The gateway does not start: " + e.getMessage());
            return BROKEN;
        } catch (Exception e) {
            err.println("The command failed: " + e);
            return BROKEN;
        }
    }

    private static Path directory(OfflineGateway gateway, Arguments arguments) {
        return arguments.directory().isEmpty()
                ? gateway.settings().routes().directory()
                : Path.of(arguments.directory());
    }

    private int run(Arguments arguments, OfflineGateway gateway, Path directory) throws Exception {
        RouteFolder files = gateway.folder();
        switch (arguments.command()) {
            case "validate" -> {
                Validation validation = new Validation(
                        gateway.context(), files, directory, gateway.settings().publicPaths());
                print(arguments, validation.lines(), validation.json());
                if (files.files().isEmpty()) {
                    err.println("there is no route file in '" + directory.toAbsolutePath()
                            + "' (expected: files that end with .xml, .yaml or .yml)");
                    return BROKEN;
                }
                return validation.passed() ? DONE : BROKEN;
            }
            case "routes" -> {
                List<RouteRow> rows = new RouteListing(gateway.context(), files, gateway.settings()).rows();
                print(arguments, RouteTableText.lines(rows), Map.of("routes", rows));
            }
            default ->
                new RequestExplanation(gateway)
                        .of(arguments.operands().get(0), arguments.operands().get(1))
                        .forEach(out::println);
        }
        if (!files.healthy()) {
            err.println("Broken files are left out; 'validate' says why.");
        }
        return DONE;
    }

    private void print(Arguments arguments, List<String> lines, Object json) throws Exception {
        if (arguments.json()) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } else {
            lines.forEach(out::println);
        }
    }
}
