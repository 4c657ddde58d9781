package com.fincloud.gateway.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Holds that a parser takes twice the time for twice the text. It counts the processor's time of its own thread alone, so that a busy
 * machine does not disturb it, and of a few runs the shortest.
 */
public final class Growth {

    /** A parser, which may refuse a text by any exception, but by no error. */
    @FunctionalInterface
    public interface Parser {

        /** Reads the text. */
        void read(String text) throws Exception;
    }

    /** Of a text in which something comes again and again. */
    private static final List<String> UNITS = List.of(
            "/", "//a@", "/.", "%2", " ", "\n", ",", ";a", "\"", "\\\"", "<", "<a>", "&", "&a=", "{", "{{a}}", "${",
            "#", "[", "a(", ":", "=a ", "a.", "a.B", "1", "-", "W/", "token=", "- a: ", "é");

    private static final int SHORTEST = 512;
    private static final int LONGEST = 1 << 15;
    private static final long FLOOR_NANOS = 10_000_000;
    private static final int RUNS = 3;
    private static final int ATTEMPTS = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /** Holds it for texts between {@code before} and {@code behind} in which one thing is repeated, for many such things. */
    public static void isLinear(String before, String behind, Parser parser) {
        for (String unit : UNITS) {
            isLinear(
                    before + unit + unit + "…" + behind,
                    length -> before + unit.repeat(length / unit.length()) + behind,
                    text -> read(parser, text));
        }
    }

    /** Holds it for texts of a shape by their lengths. */
    public static <T> void isLinear(String shape, IntFunction<T> texts, Consumer<T> parser) {
        int length = SHORTEST;
        while (length < LONGEST && nanos(texts.apply(length), parser, 1) < FLOOR_NANOS) {
            length *= 2;
        }
        double ratio = nanos(texts.apply(2 * length), parser, 1) < FLOOR_NANOS ? 0 : Double.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && ratio > 3; i++) {
            long more = nanos(texts.apply(2 * length), parser, RUNS); // first, for what is compiled meanwhile
            ratio = more < FLOOR_NANOS ? 0 : (double) more / nanos(texts.apply(length), parser, RUNS);
        }
        assertThat(ratio)
                .as("%s: how much longer %d characters take than %d", shape, 2 * length, length)
                .isLessThanOrEqualTo(3);
    }

    private static <T> long nanos(T text, Consumer<T> parser, int runs) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            parser.accept(text);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - begin);
        }
        return Math.max(1, least);
    }

    private static void read(Parser parser, String text) {
        try {
            parser.read(text);
        } catch (Exception e) {
            // refused, which is as good as read
        }
    }
}
