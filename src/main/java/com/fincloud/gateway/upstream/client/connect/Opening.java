package com.fincloud.gateway.upstream.client.connect;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** A connection that is being opened, and may be aborted at any moment. */
public interface Opening {

    /** Sets what ends the present wait. It is closed at once if the connection has been aborted already. */
    void waitsFor(Closeable wait) throws IOException;

    /** The socket is connected. */
    void bind(Socket socket) throws IOException;

    /** The TLS handshake over {@code socket} has ended. */
    void bind(SSLSocket secure, Socket socket) throws IOException;
}
