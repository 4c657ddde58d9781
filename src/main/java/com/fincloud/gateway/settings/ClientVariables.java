package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.Clients;
import com.fincloud.gateway.settings.GatewaySettings.WebSockets;
import com.fincloud.gateway.settings.value.Values;
import java.time.Duration;

/** The variables for the connections of clients. */
final class ClientVariables {

    private static final int MOST_SECONDS = 86_400;

    private final Inputs inputs;

    ClientVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Reads the variables. */
    Clients read() {
        return new Clients(
                inputs.seconds(Variable.CLIENT_IDLE_TIMEOUT, MOST_SECONDS),
                inputs.parsed(
                        Variable.CLIENT_HALF_CLOSE_TIMEOUT,
                        text -> Values.secondsOrZero(text, MOST_SECONDS),
                        Duration.ZERO),
                new WebSockets(
                        inputs.seconds(Variable.WEBSOCKET_IDLE_TIMEOUT, MOST_SECONDS),
                        inputs.integer(Variable.WEBSOCKET_MAX, 0, 100_000),
                        inputs.integer(Variable.WEBSOCKET_MAX_PER_USER, 1, 100_000)));
    }
}
