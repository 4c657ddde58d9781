package com.fincloud.gateway.server;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.RequestContext;

/** Handles the requests that the server has read. It never throws: each failure becomes a response or closes the connection. */
public interface RequestHandler {

    /** Handles a request. The server reads the unread rest of the request from the connection afterwards. */
    void serve(RequestContext context, GatewayResponse response, ClientConnection client);

    /** Responds to a request that the server itself refuses, for instance because its head is malformed. */
    void refuse(RequestContext context, GatewayResponse response, GatewayError fault);
}
