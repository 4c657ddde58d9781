package com.fincloud.gateway.failure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened to a request when, in the order of time. */
final class TimeLine {

    /** An event at a time, in milliseconds since the request line. */
    record Moment(double ms, String event) {}

    private final List<Moment> moments = new ArrayList<>();

    private TimeLine() {}

    /** The moments of one request. */
    static List<Moment> of(FailedRequest request) {
        TimeLine line = new TimeLine();
        line.add(0, "request received");
        line.addIfKnown(request.filteredMillis(), "all filters passed");
        for (int i = 0; i < request.calls().size(); i++) {
            line.add("call " + (i + 1), request.calls().get(i));
        }
        line.addIfKnown(request.failedMillis(), "failed: " + request.stage());
        line.addIfKnown(request.firstByteMillis(), "first byte of the response");
        line.add(request.doneMillis(), "done");
        line.moments.sort(Comparator.comparingDouble(Moment::ms));
        return line.moments;
    }

    private void add(String name, FailedCall call) {
        add(call.beganMillis(), name + " of " + call.service() + " began");
        addIfKnown(call.connectedMillis(), name + " connected");
        if (call.result() != null) {
            String end = call.status() == 0 ? call.result() : "status " + call.status();
            add(call.endedMillis(), name + " ended: " + end);
        }
    }

    private void add(double ms, String event) {
        moments.add(new Moment(ms, event));
    }

    private void addIfKnown(double ms, String event) {
        if (ms > 0) {
            add(ms, event);
        }
    }
}
