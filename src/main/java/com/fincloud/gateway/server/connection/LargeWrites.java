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
 * Writes large pieces of a body to the socket as they are. Tomcat would copy them through a buffer that each connection has, and that
 * is small for this reason, with a system call each time it is full.
 */
public final class LargeWrites {

    /** What is written in Tomcat's way, in bytes, to wait until the client has taken some of what is on its way. */
    private static final int PIECE_BYTES = 4 * 1024;

    private static final byte[] END_OF_CHUNK = {'\r', '\n'};

    private LargeWrites() {}

    /** Whether it is a connection to write to in this way: TLS needs a copy anyway. */
    public static boolean suit(@Nullable SocketWrapperBase<?> connection) {
        return connection instanceof NioSocketWrapper socket && !(socket.getSocket() instanceof SecureNioChannel);
    }

    /** Writes all of it, or nothing and returns false where that does not suit; throws {@link IOException} when it breaks. */
    public static boolean write(@Nullable SocketWrapperBase<?> connection, ByteBuffer bytes) throws IOException {
        if (!suit(connection) || !(connection instanceof NioSocketWrapper socket)) {
            return false;
        }
        NioChannel channel = socket.getSocket();
        socket.flush(true); // the head, for instance
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) > 0) {
                socket.updateLastWrite(); // Tomcat's time-out begins with it
            } else {
                writeAndWait(socket, bytes);
            }
        }
        return true;
    }

    /** The same for a piece of a body of unknown length, as one chunk (RFC 9112 section 7.1). */
    public static boolean writeChunk(@Nullable SocketWrapperBase<?> connection, ByteBuffer bytes) throws IOException {
        if (!suit(connection) || connection == null) {
            return false;
        }
        byte[] size = (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        connection.write(true, size, 0, size.length);
        write(connection, bytes);
        connection.write(true, END_OF_CHUNK, 0, END_OF_CHUNK.length); // goes out with what follows
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
