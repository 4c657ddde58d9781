package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, which is sent as fast as the backend's windows allow. */
public final class UploadStream extends OutputStream {

    private static final byte[] NOTHING = {};

    private final Http2Stream stream;
    private final Http2Connection connection;
    private final SendWindows.Window window;
    private final int id;
    private long left;
    private boolean ended;
    private boolean held;

    UploadStream(Http2Stream stream, Http2Connection connection, SendWindows.Window window, int id, long length) {
        this.stream = stream;
        this.connection = connection;
        this.window = window;
        this.id = id;
        this.left = length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * Sends bytes.
     *
     * @throws UploadStopped if the stream takes no more
     */
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int sent = 0;
        while (sent < count) {
            int most = Math.min(count - sent, Frame.MAX_PAYLOAD);
            int room = connection.windows().tryTake(window, most);
            if (room == 0) {
                connection.writer().flush(); // what waits in the buffer may be what the backend needs
                room = connection.windows().take(window, most);
            }
            ended = left == room;
            left -= left < 0 ? 0 : room;
            connection.writer().data(id, bytes, offset + sent, room, ended);
            sent += room;
        }
        if (ended) {
            stream.localEnds();
        }
    }

    @Override
    public void flush() throws IOException {
        if (!ended && !held) {
            connection.writer().flush();
        }
    }

    /** Keeps what is written in the buffer until {@link #end}, because nothing will delay that. */
    public void hold() {
        held = true;
    }

    /** Ends the body, with fields behind it if there are any. Does nothing if the announced length was sent. */
    public void end(@Nullable FieldEncoder trailers) throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (trailers == null || trailers.isEmpty()) {
            connection.writer().data(id, NOTHING, 0, 0, true);
        } else {
            connection.writer().trailers(id, trailers);
        }
        stream.localEnds();
    }
}
