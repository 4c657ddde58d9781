package com.fincloud.gateway.upstream.instance;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The instances that one request has tried. A further attempt goes to an instance that it has not tried, while there is one. */
public final class InstanceAttempts {

    private final InstanceGroup group;
    private final boolean statusCounts;
    private final BitSet tried = new BitSet();
    private int last = -1;

    InstanceAttempts(InstanceGroup group, boolean statusCounts) {
        this.group = group;
        this.statusCounts = statusCounts;
    }

    /** Begins the call of the first instance, or of the next one after an answer that is worth a further attempt. */
    public InstanceCall next() {
        InstanceCall call = group.next(tried, false, statusCounts);
        if (call == null) { // all were tried: begin again, but not with the last one
            tried.clear();
            tried.set(last);
            call = group.next(tried, false, statusCounts);
            tried.clear(last);
        }
        if (call == null) {
            throw new IllegalStateException("no instance");
        }
        last = group.instances().indexOf(call.instance());
        return call;
    }

    /** Begins the call of the next instance, because the last one hangs, ended, or could not be connected to; null if none is left. */
    public @Nullable InstanceCall nextElsewhere() {
        InstanceCall call = group.next(tried, true, statusCounts);
        if (call != null) {
            last = group.instances().indexOf(call.instance());
        }
        return call;
    }

    /** Whether another instance can be tried if the last one does not accept the connection. */
    public boolean hasOther() {
        return group.hasOther(tried);
    }
}
