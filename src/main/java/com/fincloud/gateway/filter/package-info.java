/**
 * What every request passes before its route: the filters, in their one order ({@link com.fincloud.gateway.filter.GatewayChain}).
 *
 * <p>The complete order of a request, from the socket to the log line. Each box names the class that does the work; to follow a request
 * with a debugger, begin at {@code GatewayAdapter.service}.
 *
 * <pre>
 *  client
 *    │
 *    ▼ server.connection
 *  GatewayNioEndpoint        accepts the connection; ClientConnections bounds connections per address
 *    │
 *    ▼ server
 *  GatewayHttp11Processor    reads the head in bounded time and memory (over HTTP/2: Http2Connection, Http2Stream)
 *  GatewayAdapter.service    HeadBudget, HeadGuard or Http2Guard, Capacity: 400, 414, 431, 503, 505
 *    │                       makes ClientRequest (RequestId, ClientAddress, WireBody), RequestContext, GatewayResponse
 *    ▼ ingress
 *  Ingress.serve             ClientWatch follows the client; the trace begins; AccessLog: "Incoming request"
 *  Ingress.answer            Cors; methods (405, 501), PathGuard (400); Dispatch chooses the route
 *    │
 *    ▼ routing
 *  RouteConsumer.serve       RequestReader makes the Camel exchange
 *    │  ┌─ FilterChain ─ filter ─────────────────────────────────────────────────────┐
 *    │  │ Authentication     verifies the token; remembers why it refuses it         │
 *    │  │ RateLimiting       counts the caller, or the address: 429                  │
 *    │  │ Authorization      401, 403, then 405 and 413 of the route                 │
 *    │  │ Forwarding         X-Request-ID, X-Forwarded-*, Forwarded, traceparent     │
 *    │  │ WebSocketOpening   a WebSocket's handshake: 403, 426, 429, 503             │
 *    │  └────────────────────────────────────────────────────────────────────────────┘
 *    │                       MediaRanges: 406, 415
 *    ▼ Camel: REST binding, interceptors, error handlers, the steps of the route file
 *    │
 *    ▼ upstream
 *  Camel's circuit breaker   Service has one for each service; Fallback: 502, 503, 504
 *  BackendProducer           the template's call (ServiceProducer: http:service?url=…); ResponseCache
 *  EndpointGuard             EndpointCircuits tells a broken endpoint from a broken service: 503
 *  BackendCaller             tries again where the route asks for it, or an instance refuses
 *  InstanceGroup             chooses the instance; InstanceHealth judges it by its answers
 *    │
 *    ▼ upstream.client
 *  ServiceClient             lends a ConnectionLease; RequestWriter sends, UpstreamResponseParser reads the head
 *    │
 *    ▼ routing
 *  ResponseWriter            status, headers and body of the exchange, or the failure as JSON
 *    │
 *    ▼ server
 *  GatewayResponse           writes to the socket; UnreadBody takes what is left of the request
 *    │                       after a 101, UpgradedConnection gives the connection to websocket.Relay
 *    │
 *    ▼ ingress
 *  AccessLog.completed       "Request completed" or "Request failed"; then RequestMeter, and the span
 * </pre>
 */
@NullMarked
package com.fincloud.gateway.filter;

import org.jspecify.annotations.NullMarked;
