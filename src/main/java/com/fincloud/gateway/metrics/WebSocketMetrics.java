package com.fincloud.gateway.metrics;

import com.fincloud.gateway.websocket.Ending;
import com.fincloud.gateway.websocket.WebSocketCounts;
import com.fincloud.gateway.websocket.WebSockets;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The metrics of WebSockets. */
final class WebSocketMetrics implements MeterBinder {

    private final WebSockets webSockets;

    WebSocketMetrics(WebSockets webSockets) {
        this.webSockets = webSockets;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("gateway.websockets.open", webSockets, WebSockets::open)
                .description("Open WebSockets")
                .register(registry);
        for (Ending ending : Ending.values()) {
            FunctionCounter.builder("gateway.websockets.ended", webSockets.counts(), counts -> counts.ended(ending))
                    .description("WebSockets that have ended")
                    .tag("ended_by", ending.word())
                    .register(registry);
        }
        for (WebSockets.Refusal refusal : WebSockets.Refusal.values()) {
            FunctionCounter.builder(
                            "gateway.websockets.refused", webSockets.counts(), counts -> counts.refusedBecause(refusal))
                    .description("Handshakes that were refused because of WEBSOCKET_MAX or WEBSOCKET_MAX_PER_USER")
                    .tag("limit", refusal.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        bytes(registry, "received", WebSocketCounts::receivedBytes);
        bytes(registry, "sent", WebSocketCounts::sentBytes);
    }

    private void bytes(MeterRegistry registry, String direction, ToDoubleFunction<WebSocketCounts> count) {
        FunctionCounter.builder("gateway.websockets.bytes", webSockets.counts(), count)
                .description("Bytes of frames of ended WebSockets")
                .tag("direction", direction)
                .baseUnit("bytes")
                .register(registry);
    }
}
