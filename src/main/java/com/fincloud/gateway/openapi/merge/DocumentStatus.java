package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.openapi.sanitize.ServiceDocument;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service's document.
 *
 * @param service the service's name
 * @param lastSeen when it was last answered, null for never
 * @param error why it is not live, null when it is
 */
public record DocumentStatus(String service, State state, @Nullable Instant lastSeen, @Nullable String error) {

    /** How much the gateway knows of a document. */
    public enum State {
        /** The last request for it was answered with it. */
        LIVE,
        /** It was answered once; now it is not, or not with a usable one. */
        LAST_KNOWN,
        /** It was never answered. */
        UNKNOWN;

        /** The word for it in documents and reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the health report tells. */
    public Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", state.word());
        report.put("last_seen", lastSeen == null ? null : lastSeen.toString());
        report.put("error", error);
        return report;
    }

    /** The extension's content. What changes from one request to the next stays out, so that the document's tag does not change. */
    ObjectNode describe(@Nullable ServiceDocument document) {
        ObjectNode status = BoundedJson.newObject().put("document", state.word());
        if (document != null) {
            status.put("title", document.title()).put("version", document.version());
        }
        if (state == State.LAST_KNOWN && lastSeen != null) {
            status.put("last_seen", lastSeen.toString());
        }
        return status;
    }

    /** The same for a human reader. */
    String sentence() {
        return switch (state) {
            case LIVE -> "Described by the service.";
            case LAST_KNOWN ->
                "The service does not describe itself now; this is what it said last, at " + lastSeen + ".";
            case UNKNOWN -> "The service has not described itself yet.";
        };
    }
}
