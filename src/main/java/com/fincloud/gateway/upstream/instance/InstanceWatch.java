package com.fincloud.gateway.upstream.instance;

import java.time.Clock;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clocks and the chance of an instance's health, and the log lines about it. The lines name the instance by its place in the list. */
final class InstanceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceWatch.class);

    private final String service;
    private final String name;
    private final Clocks clocks;

    /**
     * The sources of time and chance.
     *
     * @param clock the time of day, for reports
     * @param nanoClock a clock that is never set, like {@link System#nanoTime}
     * @param random returns numbers from 0 to 1
     */
    record Clocks(Clock clock, LongSupplier nanoClock, DoubleSupplier random) {}

    InstanceWatch(String service, String name, Clocks clocks) {
        this.service = service;
        this.name = name;
        this.clocks = clocks;
    }

    long nanos() {
        return clocks.nanoClock().getAsLong();
    }

    Instant now() {
        return clocks.clock().instant();
    }

    DoubleSupplier random() {
        return clocks.random();
    }

    void leftOut(InstanceFailure failure, long seconds) {
        LOG.atWarn()
                .addKeyValue("service", service)
                .addKeyValue("instance", name)
                .addKeyValue("reason", failure.word())
                .addKeyValue("seconds", seconds)
                .log("Instance left out");
    }

    void cameBack() {
        LOG.atInfo()
                .addKeyValue("service", service)
                .addKeyValue("instance", name)
                .log("Instance back");
    }
}
