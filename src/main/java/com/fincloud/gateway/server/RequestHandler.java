package com.fincloud.gateway.server;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.RequestContext;

/** Answers the requests that the server has read. It never throws: each failure becomes an answer, or the end of the connection. */
public interface RequestHandler {

    /** Answers a request. What is left of it on its connection is taken from there. */
    void serve(RequestContext context, GatewayResponse response, ClientConnection client);

    /** Answers a request that the server itself refuses, for instance because its head is malformed. */
    void refuse(RequestContext context, GatewayResponse response, GatewayError fault);
}
