package com.fincloud.gateway.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of a command, which does not start the gateway.
 *
 * @param command {@code validate}, {@code routes}, {@code explain} or {@code help}
 * @param operands the arguments after the command, without flags
 * @param json whether {@code --json} is given
 */
public record Arguments(String command, List<String> operands, boolean json) {

    /** The text for {@code help} and for an invalid command line. */
    public static final List<String> USAGE = List.of(
            "usage: java -jar api-gateway.jar                            start the gateway",
            "       java -jar api-gateway.jar validate [dir] [--json]    check the route files; status 1 when one is broken",
            "       java -jar api-gateway.jar routes [dir] [--json]      list the routes and what they ask of a caller",
            "       java -jar api-gateway.jar explain METHOD PATH [dir]  say what would become of a request",
            "       java -jar api-gateway.jar help                       this text",
            "dir is ROUTES_DIR, or else 'routes'. Variables come from the environment, from system properties and from .env.",
            "A start takes Spring Boot's arguments, for instance --SERVICE_PORT=9000.");

    /** Copies the operands. */
    public Arguments {
        operands = List.copyOf(operands);
    }

    /** Whether these arguments are a command; otherwise they are empty or for Spring Boot. */
    public static boolean isCommand(String... args) {
        return args.length > 0 && (!args[0].startsWith("-") || args[0].equals("--help") || args[0].equals("-h"));
    }

    /**
     * Parses a command.
     *
     * @throws IllegalArgumentException if the command is invalid, with the reason
     */
    public static Arguments of(String... args) {
        String command = args[0].equals("--help") || args[0].equals("-h") ? "help" : args[0];
        List<String> operands = new ArrayList<>();
        boolean json = false;
        for (String argument : Arrays.asList(args).subList(1, args.length)) {
            if (argument.equals("--json") && (command.equals("validate") || command.equals("routes"))) {
                json = true;
            } else if (argument.startsWith("-")) {
                throw new IllegalArgumentException("unknown flag '" + argument + "'");
            } else {
                operands.add(argument);
            }
        }
        int least = command.equals("explain") ? 2 : 0;
        int most =
                switch (command) {
                    case "validate", "routes" -> 1;
                    case "explain" -> 3;
                    case "help" -> 0;
                    default -> throw new IllegalArgumentException("unknown command '" + command + "'");
                };
        if (operands.size() < least || operands.size() > most) {
            throw new IllegalArgumentException("'" + command + "' takes " + (least == most ? "" : least + " to ") + most
                    + " arguments, not " + operands.size());
        }
        return new Arguments(command, operands, json);
    }

    /** The folder operand; empty if there is none. */
    public String directory() {
        int at = command.equals("explain") ? 2 : 0;
        return operands.size() > at ? operands.get(at) : "";
    }
}
