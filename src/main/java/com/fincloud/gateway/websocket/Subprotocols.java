package com.fincloud.gateway.websocket;

import com.fincloud.gateway.settings.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocols that a client offers (RFC 6455 section 11.3.4). A browser cannot send {@code Authorization} with a WebSocket, so it may
 * offer {@value #BEARER} and its token as the next value. Neither of the two is meant for the backend.
 *
 * @param offered the subprotocols for the backend, in the client's order
 * @param token the token; null if there is none
 * @param bearer whether the client has offered {@value #BEARER}
 */
public record Subprotocols(List<String> offered, @Nullable String token, boolean bearer) {

    /** The subprotocol that announces a token. */
    public static final String BEARER = "fincloud.bearer";

    /** Of a request that offers none. */
    public static final Subprotocols NONE = new Subprotocols(List.of(), null, false);

    /** Copies the list. */
    public Subprotocols {
        offered = List.copyOf(offered);
    }

    /** Reads the values of all {@code Sec-WebSocket-Protocol} fields. A second token is not a subprotocol either. */
    public static Subprotocols of(List<String> fields) {
        List<String> offered = new ArrayList<>();
        String token = null;
        boolean bearer = false;
        boolean next = false;
        for (String field : fields) {
            for (String value : Values.list(field)) {
                if (next) {
                    token = token == null ? value : token + ' ' + value; // two tokens are not valid together
                    next = false;
                } else if (value.equals(BEARER)) {
                    bearer = true;
                    next = true;
                } else {
                    offered.add(value);
                }
            }
        }
        return new Subprotocols(offered, token, bearer);
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "Subprotocols" + offered;
    }
}
