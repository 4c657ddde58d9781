package com.fincloud.gateway;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Options of a JVM that lives for seconds: it pays for the second compiler, for threads of a collector and for the verification of what the
 * compiler has just written, and never earns by them.
 */
public final class QuickJvm {

    /** The options; the pom has the same for the JVMs of the tests. */
    public static final List<String> OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private QuickJvm() {}

    /** Those that this JVM has: runs of minutes have none, and neither have their processes. */
    public static List<String> ofThisJvm() {
        List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
        return OPTIONS.stream().filter(own::contains).toList();
    }
}
