package com.fincloud.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param redis the executable of a Redis server
 * @param only the scenarios to run, all when empty
 * @param write whether the README gets the table
 */
record Options(String redis, boolean quick, int rounds, List<String> only, boolean write) {

    private static final int ROUNDS = 5;
    private static final String USAGE = "usage: bench/run [--quick] [--rounds N] [--only get,post,...] [--write]";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Options of(String... arguments) {
        String redis = "redis-server";
        boolean quick = false;
        boolean write = false;
        int rounds = 0;
        List<String> only = List.of();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            switch (rest.remove()) {
                case "--redis" -> redis = value(rest.poll(), ".+");
                case "--quick" -> quick = true;
                case "--write" -> write = true;
                case "--rounds" -> rounds = Integer.parseInt(value(rest.poll(), "[1-9]\\d?"));
                case "--only" -> only = List.of(value(rest.poll(), "[a-z,]+").split(",", -1));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        return new Options(redis, quick, rounds > 0 ? rounds : quick ? 1 : ROUNDS, only, write);
    }

    private static String value(@Nullable String text, String accepted) {
        if (text == null || !text.matches(accepted)) {
            throw new IllegalArgumentException(USAGE);
        }
        return text;
    }

    boolean includes(String scenario) {
        return only.isEmpty() || only.contains(scenario);
    }
}
