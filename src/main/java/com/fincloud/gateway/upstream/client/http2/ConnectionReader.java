package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.field.FieldDecoder;
import com.fincloud.gateway.upstream.client.http2.field.Fields;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.FrameInput;
import com.fincloud.gateway.upstream.client.http2.frame.FrameOutput;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.http2.frame.Unproductive;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a connection and passes them to its streams. It never waits for anything but the socket: what it sends is queued, and
 * what a stream receives fits into the stream's window.
 */
final class ConnectionReader {

    /** The bytes that the backend may send on all streams together. The windows of the streams are the limit that counts. */
    static final int CONNECTION_WINDOW = 64 * 1024 * 1024;

    private final Http2Connection connection;
    private final FrameInput frame;
    private final FieldDecoder decoder;
    private final PeerSettings settings;
    private final SendWindows windows;
    private final Unproductive unproductive;
    private boolean settled;
    private int sectionOf; // the stream whose field section has begun; 0 if none
    private boolean sectionEndsStream;
    private int unreturned;

    ConnectionReader(
            Http2Connection connection,
            InputStream in,
            Http2Limits limits,
            PeerSettings settings,
            SendWindows windows,
            Unproductive unproductive) {
        this.connection = connection;
        this.frame = new FrameInput(in);
        this.decoder = new FieldDecoder(limits);
        this.settings = settings;
        this.windows = windows;
        this.unproductive = unproductive;
    }

    /** Reads one frame. A failure ends the connection. */
    void step() {
        try {
            if (!frame.next()) {
                throw new EOFException("The backend has closed the connection");
            }
            connection.received();
            dispatch();
        } catch (Http2Fault e) {
            connection.end(e, e.code());
        } catch (IOException e) {
            connection.end(e, null);
        } catch (RuntimeException | Error e) {
            connection.end(new IOException(e), null);
            throw e;
        }
    }

    private void dispatch() throws IOException {
        require(settled || (frame.type() == Frame.SETTINGS && !frame.has(Frame.ACK)), "no settings at the beginning");
        require(
                (sectionOf == 0) == (frame.type() != Frame.CONTINUATION)
                        && (sectionOf == 0 || sectionOf == frame.stream()),
                "a field section that does not continue");
        switch (frame.type()) {
            case Frame.DATA -> data();
            case Frame.HEADERS -> headers();
            case Frame.CONTINUATION -> section(frame.offset(), frame.length());
            case Frame.RST_STREAM -> reset();
            case Frame.SETTINGS -> settings();
            case Frame.PING -> ping();
            case Frame.GOAWAY -> goAway();
            case Frame.WINDOW_UPDATE -> windowUpdate();
            case Frame.PUSH_PROMISE -> require(false, "a push, which was switched off");
            default -> unproductive.frame();
        }
    }

    private void data() throws IOException {
        int length = frame.length();
        giveBack(length);
        int offset = frame.offset();
        int count = length;
        if (frame.has(Frame.PADDED)) {
            require(length > 0 && (frame.payload()[offset] & 0xff) < length, "padding without data");
            count -= 1 + (frame.payload()[offset] & 0xff);
            offset++;
        }
        Http2Stream stream = stream();
        boolean end = frame.has(Frame.END_STREAM);
        if (stream == null || (count == 0 && !end)) {
            unproductive.frame();
        } else {
            unproductive.useful();
        }
        if (stream != null) {
            stream.data(frame.payload(), offset, count, length, end);
        }
    }

    /** Lets the backend send more on the connection. */
    private void giveBack(int bytes) {
        unreturned += bytes;
        if (unreturned >= CONNECTION_WINDOW / 2) {
            connection.send(FrameOutput.numbers(Frame.WINDOW_UPDATE, 0, 0, unreturned));
            unreturned = 0;
        }
    }

    private void headers() throws IOException {
        int offset = frame.offset();
        int count = frame.length();
        int padding = 0;
        if (frame.has(Frame.PADDED)) {
            require(count > 0, "padding without data");
            padding = frame.payload()[offset++] & 0xff;
            count--;
        }
        if (frame.has(Frame.WITH_PRIORITY)) {
            offset += 5;
            count -= 5;
        }
        require(padding <= count, "padding without data");
        requireKnown();
        sectionOf = frame.stream();
        sectionEndsStream = frame.has(Frame.END_STREAM);
        decoder.begin();
        section(offset, count - padding);
    }

    private void section(int offset, int count) throws IOException {
        decoder.add(frame.payload(), offset, count);
        if (!frame.has(Frame.END_HEADERS)) {
            return;
        }
        sectionOf = 0;
        Http2Stream stream = stream();
        Fields fields = decoder.end(stream == null ? null : stream.memory());
        if (stream == null) {
            unproductive.frame();
        } else {
            stream.section(fields, sectionEndsStream);
            connection.answered();
            unproductive.useful();
        }
    }

    private void reset() throws IOException {
        requireLength(4);
        Http2Stream stream = stream();
        if (stream == null) {
            unproductive.frame();
        } else {
            stream.reset(Frame.number(frame.payload(), frame.offset()));
        }
    }

    private void settings() throws IOException {
        require(frame.stream() == 0, "settings of a stream");
        unproductive.frame();
        if (frame.has(Frame.ACK)) {
            requireLength(0);
            return;
        }
        settings.apply(frame.payload(), frame.offset(), frame.length());
        connection.send(FrameOutput.numbers(Frame.SETTINGS, Frame.ACK, 0));
        settled = true;
        connection.settled();
    }

    private void ping() throws IOException {
        requireLength(8);
        require(frame.stream() == 0, "a ping of a stream");
        unproductive.frame();
        if (!frame.has(Frame.ACK)) {
            connection.send(FrameOutput.pong(frame.payload(), frame.offset()));
        }
    }

    private void goAway() throws IOException {
        require(frame.length() >= 8 && frame.stream() == 0, "a GOAWAY frame of a wrong size");
        unproductive.frame();
        connection.goAway(
                Frame.number31(frame.payload(), frame.offset()), Frame.number(frame.payload(), frame.offset() + 4));
    }

    private void windowUpdate() throws IOException {
        requireLength(4);
        unproductive.frame();
        int more = Frame.number31(frame.payload(), frame.offset());
        if (frame.stream() == 0) {
            require(more > 0, "a window update of nothing");
            windows.add(more);
            return;
        }
        Http2Stream stream = stream();
        if (stream != null) {
            stream.windowUpdate(more);
        }
    }

    /** The frame's stream; null if it has ended. */
    private @Nullable Http2Stream stream() throws Http2Fault {
        requireKnown();
        return connection.streams().get(frame.stream());
    }

    private void requireKnown() throws Http2Fault {
        require(connection.streams().hasBegun(frame.stream()), "a stream that has not begun");
    }

    private void requireLength(int length) throws Http2Fault {
        if (frame.length() != length) {
            throw new Http2Fault(ErrorCode.FRAME_SIZE_ERROR, "a frame of a wrong size");
        }
    }

    private static void require(boolean allowed, String otherwise) throws Http2Fault {
        if (!allowed) {
            throw new Http2Fault(ErrorCode.PROTOCOL_ERROR, "The backend has sent " + otherwise);
        }
    }
}
