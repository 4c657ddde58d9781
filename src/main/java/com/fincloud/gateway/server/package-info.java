/**
 * Tomcat as the HTTP server: connector, HTTP/1.1 and HTTP/2. No package outside imports Tomcat.
 *
 * <p>What this package assumes of Tomcat's internals. A new version of Tomcat may break each of these sentences; the test behind it fails
 * then.
 *
 * <ol>
 *   <li>The parts of a head are byte chunks of one buffer, in the order of the wire, and a value is moved left to its colon
 *       ({@code HeadGuard}, {@code HeadBuffers}): {@code ConformanceTest}, {@code HeadBuffersTest}.
 *   <li>The text {@code iib.requestheadertoolarge.error} tells a head that is too large from a malformed one, and an
 *       {@code IllegalStateException} one with too many fields ({@code GatewayHttp11Processor}): {@code ConformanceTest}.
 *   <li>Notes 7 and 8 of a request are free ({@code GatewayHttp11Processor}, {@code Http2Stream}): {@code ConformanceTest},
 *       {@code Http2ContractTest}.
 *   <li>{@code ActionCode.AVAILABLE} counts the bytes in the buffer after a chunk's data, and a body is read without a copy by
 *       {@code ApplicationBufferHandler} ({@code WireBody}, {@code ChunkHead}): {@code SmallPiecesContractTest}.
 *   <li>A response with a trailer supplier, even an empty one, stays in chunks when its connection is going to be closed
 *       ({@code GatewayResponse}): {@code BrokenTransferContractTest}.
 *   <li>A socket at the end of its stream is ready for reading with nothing to read, or throws ({@code GatewayHttp11Processor}):
 *       {@code HeadersAndBodiesContractTest}.
 *   <li>An HTTP/2 preface on a connection without an agreed protocol ends in {@code SocketState.UPGRADING} without a token
 *       ({@code GatewayHttp11Processor}): {@code ConformanceTest}.
 *   <li>{@code AbstractProtocol.setAdapter} is the one way in which the connector hands its adapter over ({@code GatewayHttp11Protocol}):
 *       {@code RoutingContractTest}.
 *   <li>{@code activeRemoteStreamCount} counts the streams of a connection, and the reset of a stream sets the attribute
 *       {@code RequestDispatcher.ERROR_EXCEPTION} ({@code Http2Connection}, {@code Http2Stream}): {@code Http2ContractTest},
 *       {@code HostileFramesTest}.
 *   <li>{@code startRequestBodyFrame} uses its last parameter only to count small frames as overhead, and one thread may read a stream's
 *       body while another writes its response ({@code Http2Connection}, {@code WireBody}): {@code GrpcContractTest}.
 *   <li>The write buffer of a plain connection is empty after {@code flush(true)}, so that its channel can be written to
 *       ({@code LargeWrites}): {@code HeadersAndBodiesContractTest}.
 *   <li>A connection's lock is held while it serves a request ({@code IdleConnections}): {@code ConnectionsContractTest}.
 *   <li>Tomcat keeps the streams of a connection in {@code Http2UpgradeHandler.streams}, a closed one as a {@code RecycledStream} that it
 *       puts there by {@code replaceStream}, and a frame of a stream that is not there closes the connection
 *       ({@code CompactUpgradeHandler}): {@code IdleConnectionContractTest}.
 *   <li>{@code Http2AsyncParser.readFrame} begins with {@code Http2AsyncParser.error}, and takes the bytes in the socket's read buffer before
 *       those of the socket. With TLS the bytes that a vectored read has no room for are in that buffer afterwards ({@code CompactParser}):
 *       {@code IdleConnectionContractTest}, {@code Http2ContractTest}.
 *   <li>{@code SecureNioChannel} uses its two buffers for encrypted bytes only in the methods that {@code TlsChannel} overrides. Tomcat
 *       prepares the buffer for plain text to send by {@code configureWriteBufferForWrite} before it puts bytes there, and HTTP/2 does not
 *       use it ({@code TlsSocketBuffers}): {@code TlsConformanceTest}, {@code IdleConnectionContractTest}.
 *   <li>After the first event of an HTTP/2 connection, the thread whose read has ended is the only one that reads it
 *       ({@code CompactUpgradeHandler}): {@code HostileFramesTest}.
 * </ol>
 *
 * <p>{@code CompactUpgradeHandler} and {@code CompactParser} are in Tomcat's package {@code org.apache.coyote.http2}, whose types are not
 * public. They override few of its methods, and read the two private fields that the list names.
 */
@NullMarked
package com.fincloud.gateway.server;

import org.jspecify.annotations.NullMarked;
