package com.fincloud.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.logging.MutedLogging;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routefile.RouteRow;
import com.fincloud.gateway.settings.StartFailure;
import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
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
    public int run(String... args) {
        Arguments arguments;
        try {
            if (args.length > 0 && args[0].equals("api-key")) {
                new ApiKeyCommand(new SecureRandom())
                        .lines(Arrays.asList(args).subList(1, args.length))
                        .forEach(out::println);
                return DONE;
            }
            arguments = Arguments.of(args);
            if (arguments.options().containsKey("request-id")) {
                return explainFailure(arguments);
            }
            if (arguments.command().equals("explain")) {
                RequestExplanation.checkPath(arguments.operands().get(1));
            }
            if (arguments.command().equals("completion")) {
                out.print(CompletionScript.of(arguments.operands().get(0)));
                return DONE;
            }
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            usage(args).forEach(err::println);
            return MISUSED;
        }
        switch (arguments.command()) {
            case "help" -> Usage.all().forEach(out::println);
            case "version" ->
                print(arguments, List.of(GatewayVersion.text()), Map.of("version", GatewayVersion.text()));
            default -> {
                return runOffline(arguments);
            }
        }
        return DONE;
    }

    /** The usage of the command that was meant, so that the error before it stays in sight. */
    private static List<String> usage(String... args) {
        return Usage.of(Arrays.stream(args)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .orElse(""));
    }

    /** Asks a running gateway for a request that failed. */
    private int explainFailure(Arguments arguments) {
        String id = arguments.options().getOrDefault("request-id", "");
        String port = environment.getOrDefault("MANAGEMENT_PORT", Variable.MANAGEMENT_PORT.defaultValue());
        String management = arguments.options().getOrDefault("management", "http://localhost:" + port);
        try {
            JsonNode answer = new ManagementClient(management).get("/actuator/failures/", id);
            if (!answer.has("failures")) {
                err.println(FailureText.plain(answer.path("detail").asText()));
                return BROKEN;
            }
            print(arguments, FailureText.lines(answer), answer);
            return DONE;
        } catch (IOException e) {
            err.println(management + " does not answer as a gateway's management port: "
                    + FailureText.plain(String.valueOf(e.getMessage())));
            return BROKEN;
        }
    }

    @SuppressWarnings("try") // the resource only has to stay open
    private int runOffline(Arguments arguments) {
        OfflineVariables variables;
        try {
            variables = OfflineVariables.of(environment, folder);
        } catch (RuntimeException e) {
            err.println(StartFailure.line(e));
            return BROKEN;
        }
        variables.warnings().forEach(warning -> err.println("warning: " + warning));
        try (MutedLogging silence = new MutedLogging();
                OfflineGateway gateway = OfflineGateway.load(variables, arguments.target())) {
            gateway.extensions().warnings().forEach(warning -> err.println("warning: " + warning));
            RouteTarget target = gateway.target();
            if (!Files.isDirectory(target.directory())) {
                err.println("there is no folder '" + target.given() + "', and no file of this name");
                return arguments.command().equals("validate") ? BROKEN : MISUSED;
            }
            return run(arguments, gateway, target);
        } catch (RuntimeException e) {
            err.println(StartFailure.line(e));
            return BROKEN;
        } catch (Exception e) {
            err.println("The command failed: " + e);
            return BROKEN;
        }
    }

    private int run(Arguments arguments, OfflineGateway gateway, RouteTarget target) {
        RouteFolder files = gateway.folder();
        switch (arguments.command()) {
            case "validate" -> {
                return validate(arguments, gateway, target);
            }
            case "routes" -> {
                List<RouteRow> rows = new RouteListing(gateway.context(), files, gateway.settings())
                        .rows().stream()
                                .filter(row ->
                                        target.file() == null || target.file().equals(row.file()))
                                .toList();
                print(arguments, RouteTableText.lines(rows), Map.of("routes", rows));
            }
            default -> {
                List<String> lines = new RequestExplanation(
                                gateway, RequestExplanation.subject(gateway, arguments.options()))
                        .of(arguments.operands().get(0), arguments.operands().get(1));
                print(arguments, lines, Map.of("request", lines.get(0), "explanation", lines.subList(1, lines.size())));
            }
        }
        if (!files.healthy()) {
            err.println("Broken files are left out; 'validate' says why.");
        }
        return DONE;
    }

    private int validate(Arguments arguments, OfflineGateway gateway, RouteTarget target) {
        Validation validation = new Validation(
                gateway.context(),
                gateway.folder(),
                target,
                gateway.settings().publicPaths(),
                gateway.files(),
                gateway.keysWithoutPlan());
        print(arguments, validation.lines(), validation.json());
        if (validation.isEmpty()) {
            err.println("there is no route file "
                    + (target.file() == null ? "in '" + target.directory().toAbsolutePath() : "'" + target.given())
                    + "' (expected: files that end with .xml, .yaml or .yml)");
            return BROKEN;
        }
        return validation.passed() ? DONE : BROKEN;
    }

    private void print(Arguments arguments, List<String> lines, Object json) {
        if (!arguments.json()) {
            lines.forEach(out::println);
            return;
        }
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
