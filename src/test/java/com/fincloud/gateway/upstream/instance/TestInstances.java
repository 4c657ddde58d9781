package com.fincloud.gateway.upstream.instance;

import com.fincloud.gateway.TestClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A service with three failures as its threshold, on clocks of its own, and without jitter. */
final class TestInstances {

    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // the clock may overflow
    private final ServiceInstances service = new ServiceInstances("budget", 3, clock, nanos::get, () -> 0);

    /** The instances are {@code http://a}, {@code http://b} and so on. */
    TestInstances(String names) {
        use(names);
    }

    void use(String names) {
        List<URI> urls = new ArrayList<>();
        names.chars().forEach(name -> urls.add(URI.create("http://" + (char) name)));
        service.of(urls);
    }

    ServiceInstances service() {
        return service;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        clock.advance(time);
    }

    InstanceAttempts request() {
        return service.current().attempts(true);
    }

    /** Begins the call of the next request. */
    InstanceCall begin() {
        return request().next();
    }

    static String name(InstanceCall call) {
        return call.instance().host().getHostName();
    }

    static void end(InstanceCall call, boolean failed) {
        call.responded(failed);
        call.released();
    }

    /** A request is answered; returns the instance. */
    String succeed() {
        InstanceCall call = begin();
        end(call, false);
        return name(call);
    }

    /** Requests are answered; returns their instances. */
    String succeed(int times) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < times; i++) {
            all.append(succeed());
        }
        return all.toString();
    }

    /** Begins calls until one reaches that instance, which fails; the others are answered. */
    void fail(String name, InstanceFailure failure) {
        InstanceCall call = begin();
        for (int i = 0; i < 10 && !name(call).equals(name); i++) {
            end(call, false);
            call = begin();
        }
        fail(call, failure);
    }

    static void fail(InstanceCall call, InstanceFailure failure) {
        if (failure == InstanceFailure.STATUS) {
            call.responded(true);
        } else {
            call.failed(failure);
        }
        call.released();
    }

    InstanceStatus status(String number) {
        return service.status().get(Integer.parseInt(number) - 1);
    }
}
