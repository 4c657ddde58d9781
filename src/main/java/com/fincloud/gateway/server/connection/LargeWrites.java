package com.fincloud.gateway.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Writes large pieces of a body directly to the socket. Tomcat would copy them through the small buffer of the connection, with a system
 * call each time it is full.
 */
public final class LargeWrites {

    /**
     * The number of bytes that are written through Tomcat when the socket is full. This write waits until the client has read some bytes.
     */
    private static final int PIECE_BYTES = 4 * 1024;

    private static final byte[] END_OF_CHUNK = {'\r', '\n'};

    private LargeWrites() {}

    /** Whether direct writes suit the connection. With TLS they do not, because TLS copies the bytes anyway. */
    public static boolean suit(@Nullable SocketWrapperBase<?> connection) {
        return connection instanceof NioSocketWrapper socket && !(socket.getSocket() instanceof SecureNioChannel);
    }

    /**
     * Writes all bytes. Returns false and writes nothing if direct writes do not suit the connection. Throws {@link IOException} if the
     * connection breaks.
     */
    public static boolean write(@Nullable SocketWrapperBase<?> connection, ByteBuffer bytes) throws IOException {
        if (!suit(connection) || !(connection instanceof NioSocketWrapper socket)) {
            return false;
        }
        NioChannel channel = socket.getSocket();
        socket.flush(true); // the head, for instance
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) > 0) {
                socket.updateLastWrite(); // Tomcat's write time-out starts from this moment
            } else {
                writeAndWait(socket, bytes);
            }
        }
        return true;
    }

    /** The same for a body of unknown length: writes the bytes as one chunk (RFC 9112 section 7.1). */
    public static boolean writeChunk(@Nullable SocketWrapperBase<?> connection, ByteBuffer bytes) throws IOException {
        if (!suit(connection) || connection == null) {
            return false;
        }
        byte[] size = (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        connection.write(true, size, 0, size.length);
        write(connection, bytes);
        connection.write(true, END_OF_CHUNK, 0, END_OF_CHUNK.length); // is sent together with the next bytes
        return true;
    }

    private static void writeAndWait(SocketWrapperBase<?> socket, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        bytes.limit(Math.min(end, bytes.position() + PIECE_BYTES));
        socket.write(true, bytes);
        socket.flush(true);
        bytes.limit(end);
    }
}
