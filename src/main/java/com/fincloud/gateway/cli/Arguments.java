package com.fincloud.gateway.cli;

import com.fincloud.gateway.settings.IneffectiveNames;
import com.fincloud.gateway.settings.env.NearestVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command, which does not start the gateway.
 *
 * @param command one of {@link #COMMANDS}
 * @param operands the arguments after the command, without options
 * @param json whether {@code --json} is given
 * @param options the values of the other flags by name, for instance {@code role}
 */
public record Arguments(String command, List<String> operands, boolean json, Map<String, String> options) {

    /** The flags with a value that each command takes. */
    private static final Map<String, List<String>> OPTIONS =
            Map.of("explain", List.of("role", "from", "key", "request-id", "management"));

    /** The commands, each with the least and the greatest number of its operands. */
    private static final Map<String, int[]> COMMANDS = Map.of(
            "validate", new int[] {0, 1},
            "routes", new int[] {0, 1},
            "explain", new int[] {2, 3},
            "completion", new int[] {1, 1},
            "version", new int[] {0, 0},
            "help", new int[] {0, 0});

    private static final Set<String> PRINT_JSON = Set.of("validate", "routes", "explain", "version");

    /** Options that are commands. */
    private static final Map<String, String> SHORTHANDS =
            Map.of("--help", "help", "-h", "help", "--version", "version", "-v", "version");

    /** The beginnings of Spring Boot's and Camel's properties. */
    private static final List<String> PROPERTIES =
            List.of("spring.", "server.", "management.", "logging.", "camel.", "gateway.");

    /** Copies the operands and options. */
    public Arguments {
        operands = List.copyOf(operands);
        options = Map.copyOf(options);
    }

    /** Whether these arguments start the gateway: there is no command among them. */
    public static boolean isStart(String... args) {
        return List.of(args).stream().allMatch(argument -> isOption(argument) && !SHORTHANDS.containsKey(argument));
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("-") && argument.length() > 1;
    }

    /** An option without its value, which may be a secret. */
    private static String nameOf(String option) {
        int end = option.indexOf('=');
        return end < 0 ? option : option.substring(0, end);
    }

    /** The sentence about the first option of a start that is not known; null if all are known. */
    public static @Nullable String unknownOption(String... args) {
        for (String option : args) {
            int end = option.indexOf('=');
            String name = option.startsWith("--") ? option.substring(2, end < 2 ? option.length() : end) : "";
            boolean known = end > 0
                    && (IneffectiveNames.knownNames().contains(name)
                            || PROPERTIES.stream().anyMatch(name::startsWith));
            if (!known) {
                String nearest = NearestVariable.of(name, IneffectiveNames.knownNames());
                return "unknown option '" + nameOf(option) + "'"
                        + (nearest == null ? "" : ": did you mean --" + nearest + "=...?")
                        + " ('help' lists the commands, and options are --NAME=value)";
            }
        }
        return null;
    }

    /**
     * Parses a command. Options may stand before and behind it.
     *
     * @throws IllegalArgumentException if the command is invalid, with the reason
     */
    public static Arguments of(String... args) {
        List<String> words = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            boolean apart = i + 1 < args.length && takesValue(args[i]) && !isOption(args[i + 1]);
            String argument = apart ? args[i] + "=" + args[++i] : args[i];
            (isOption(argument) ? options : words).add(argument);
        }
        Map<String, String> values = new LinkedHashMap<>();
        boolean json = options.remove("--json");
        String command = words.isEmpty() ? "" : words.remove(0);
        for (String option : options) {
            if (hasValue(command, option)) {
                int equals = option.indexOf('=');
                values.put(option.substring(2, equals), option.substring(equals + 1));
                continue;
            }
            String meant = SHORTHANDS.get(option);
            if (meant == null) {
                throw new IllegalArgumentException("unknown option '" + nameOf(option) + "'");
            }
            command = command.isEmpty() || meant.equals("help") ? meant : command;
            words.removeIf(word -> meant.equals("help"));
        }
        int[] range = COMMANDS.get(command);
        if (range == null) {
            String nearest = NearestVariable.of(command, COMMANDS.keySet());
            throw new IllegalArgumentException(
                    "unknown command '" + command + "'" + (nearest == null ? "" : ": did you mean '" + nearest + "'?"));
        }
        if (json && !PRINT_JSON.contains(command)) {
            throw new IllegalArgumentException("unknown option '--json' of '" + command + "'");
        }
        if (values.containsKey("request-id")) {
            if (!words.isEmpty()) {
                throw new IllegalArgumentException("with --request-id 'explain' takes no method and no path");
            }
        } else if (words.size() < range[0] || words.size() > range[1]) {
            throw new IllegalArgumentException(
                    "'" + command + "' takes " + count(range[0], range[1]) + ", not " + words.size());
        }
        return new Arguments(command, words, json, values);
    }

    private static String count(int least, int most) {
        if (most == 0) {
            return "no argument";
        }
        String noun = most == 1 ? " argument" : " arguments";
        return (least == most ? "" : least == 0 ? "at most " : least + " or ") + most + noun;
    }

    /** Whether an option is a flag whose value is the next argument. */
    private static boolean takesValue(String argument) {
        return argument.startsWith("--")
                && OPTIONS.values().stream().anyMatch(names -> names.contains(argument.substring(2)));
    }

    private static boolean hasValue(String command, String option) {
        return OPTIONS.getOrDefault(command, List.of()).stream()
                .anyMatch(name -> option.startsWith("--" + name + "=") && option.length() > name.length() + 3);
    }

    /** The folder or file operand; empty if there is none. */
    public String target() {
        int at = command.equals("explain") ? 2 : 0;
        return operands.size() > at ? operands.get(at) : "";
    }
}
