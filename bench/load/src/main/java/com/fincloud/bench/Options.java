package com.fincloud.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param only the scenarios to run, all when empty
 * @param write whether the README gets the table
 */
record Options(boolean quick, int rounds, List<String> only, boolean write) {

    private static final int ROUNDS = 5;
    private static final String USAGE = "usage: bench/run [--quick] [--rounds N] [--only get,post,...] [--write]";

    static Options of(String... arguments) {
        Options options = new Options(false, 0, List.of(), false);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            options = switch (argument) {
                case "--quick" -> new Options(true, options.rounds, options.only, options.write);
                case "--rounds" -> new Options(options.quick, number(rest.poll()), options.only, options.write);
                case "--only" -> new Options(options.quick, options.rounds, list(rest.poll()), options.write);
                case "--write" -> new Options(options.quick, options.rounds, options.only, true);
                default -> throw new IllegalArgumentException(USAGE);
            };
        }
        int rounds = options.rounds > 0 ? options.rounds : options.quick ? 1 : ROUNDS;
        return new Options(options.quick, rounds, options.only, options.write);
    }

    private static int number(@org.jspecify.annotations.Nullable String text) {
        if (text == null || !text.matches("[1-9]\\d?")) {
            throw new IllegalArgumentException(USAGE);
        }
        return Integer.parseInt(text);
    }

    private static List<String> list(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(USAGE);
        }
        return List.of(text.split(",", -1));
    }

    boolean includes(String scenario) {
        return only.isEmpty() || only.contains(scenario);
    }
}
