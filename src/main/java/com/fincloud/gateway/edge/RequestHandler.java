package com.fincloud.gateway.edge;

import com.fincloud.gateway.error.GatewayError;

/** Answers the requests that the server has read. It never throws: each failure becomes an answer, or the end of the connection. */
interface RequestHandler {

    /** Answers a request. What is left of it on its connection is taken from there. */
    void serve(Call call, Reply reply, Client client);

    /** Answers a request that the server itself refuses, for instance because its head is malformed. */
    void refuse(Call call, Reply reply, GatewayError fault);
}
