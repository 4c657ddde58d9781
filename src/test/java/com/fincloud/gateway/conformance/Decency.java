package com.fincloud.gateway.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What every answer has, and what none shows. */
final class Decency {

    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private Decency() {}

    /** What is wrong with an answer; {@code passed} when its error is the backend's own. */
    static List<String> faults(Message reply, boolean passed) {
        List<String> faults = new ArrayList<>();
        if (reply.values("X-Request-ID").size() != 1
                || !reply.values("X-Request-ID").get(0).matches(UUID)) {
            faults.add("X-Request-ID is " + reply.values("X-Request-ID"));
        }
        if (reply.values("Content-Length").size()
                        + reply.values("Transfer-Encoding").size()
                > 1) {
            faults.add("framed twice");
        }
        if (reply.status() == 500 && !passed) {
            faults.add("500");
        }
        if (reply.status() >= 400 && !passed) {
            if (!reply.values("Content-Type").equals(List.of("application/json"))) {
                faults.add("Content-Type is " + reply.values("Content-Type"));
            }
            if (!reply.text().matches("(\\{\"detail\":\"[^\"<>]+\"})?")) {
                faults.add("the body is no detail");
            }
            String all = (reply.start() + reply.headers() + reply.text()).toLowerCase(Locale.ROOT);
            for (String word : List.of("tomcat", "apache", "coyote", "java", "exception", "html")) {
                if (all.contains(word)) {
                    faults.add("it tells of " + word);
                }
            }
        }
        return faults;
    }
}
