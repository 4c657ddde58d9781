package com.fincloud.gateway.http;

import java.util.ArrayList;
import java.util.List;

/** The calls of services that the steps of a plain route have made. Steps may run on several threads. */
public final class RouteCalls {

    /** The maximum length of all names, because a route may call any number of hosts. */
    private static final int LONGEST = 200;

    /** The maximum number of failed calls that are remembered, because a route may repeat a call in a loop. */
    private static final int MOST_FAILED = 64;

    private final List<Object> failed = new ArrayList<>(2);
    private volatile String services = "";

    RouteCalls() {}

    /** Records a call of a service, or of a host. */
    public void add(String service) {
        if (!contains(services, service)) {
            synchronized (this) {
                String known = services;
                if (!contains(known, service) && known.length() + service.length() < LONGEST) {
                    services = known.isEmpty() ? service : known + "," + service;
                }
            }
        }
    }

    private static boolean contains(String services, String service) {
        return services.equals(service) || ("," + services + ",").contains("," + service + ",");
    }

    /** The called services in the order of their first calls, with commas between them; empty if there are none. */
    public String services() {
        return services;
    }

    /** The service that was called first; empty if none was called. */
    public String first() {
        int comma = services.indexOf(',');
        return comma < 0 ? services : services.substring(0, comma);
    }

    /** Records the object that is the status header of a call that has failed with an exception. */
    public synchronized void failed(Object status) {
        if (failed.size() == MOST_FAILED) {
            failed.remove(0);
        }
        failed.add(status);
    }

    /** Whether a status header is only left over from a call that has failed with an exception, which the route has caught. */
    @SuppressWarnings("ReferenceEquality") // the route may set an equal status itself
    public synchronized boolean isOfFailedCall(Object status) {
        for (Object known : failed) {
            if (known == status) {
                return true;
            }
        }
        return false;
    }
}
