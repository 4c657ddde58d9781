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
 * The status of a service's document.
 *
 * @param service the service's name
 * @param lastSeen when it was last fetched; null if never
 * @param error why it is not live; null if it is
 */
public record DocumentStatus(String service, State state, @Nullable Instant lastSeen, @Nullable String error) {

    /** The state of a document at the gateway. */
    public enum State {
        /** The last fetch was successful. */
        LIVE,
        /** An earlier fetch was successful; the last fetch failed or returned an unusable document. */
        LAST_KNOWN,
        /** No fetch was successful. */
        UNKNOWN;

        /** The state as documents and reports show it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The entry in the health report. */
    public Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", state.word());
        report.put("last_seen", lastSeen == null ? null : lastSeen.toString());
        report.put("error", error);
        return report;
    }

    /**
     * The content of the document's extension. Values that change between requests are left out, so that the document's entity tag does not
     * change.
     */
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

    /** The status as a sentence. */
    String sentence() {
        return switch (state) {
            case LIVE -> "Described by the service.";
            case LAST_KNOWN ->
                "The service does not describe itself now; this is what it said last, at " + lastSeen + ".";
            case UNKNOWN -> "The service has not described itself yet.";
        };
    }
}
