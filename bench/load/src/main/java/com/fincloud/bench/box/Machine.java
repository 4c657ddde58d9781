package com.fincloud.bench.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures depend on besides the gateways. */
public final class Machine {

    private Machine() {}

    /** Processor, cores, memory, kernel. */
    public static String hardware() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.0f GB, Linux %s",
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replace(" kB", "")) / 1e6,
                System.getProperty("os.version"));
    }

    /** The Java of both gateways, which is this process's too. */
    public static String java() {
        return System.getProperty("java.vm.vendor") + " JDK " + Runtime.version();
    }

    private static String field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .orElse("0");
    }
}
