package com.fincloud.gateway.upstream.client.http2.field;

import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.HeadRoom;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.jspecify.annotations.Nullable;

/**
 * Collects and decodes the field sections of one connection. HPACK has a state for the whole connection, so every section is decoded to its
 * end, also one that nobody waits for; what exceeds a bound is not kept. A section that is too long even in compressed form ends the
 * connection.
 */
public final class FieldDecoder {

    /** The maximum bytes of the table of field values that a backend may refer to. This is HPACK's default. */
    private static final int TABLE_BYTES = 4096;

    /** The maximum number of frames of one section. */
    private static final int MAX_FRAMES = 64;

    /** A larger block is not kept for the next section. */
    private static final int KEPT_BYTES = 4 * 1024;

    private static final int SEPARATORS = 4; // colon, blank and line end over HTTP/1.1

    private final HPackDecoder hpack =
            new HPackDecoder(TABLE_BYTES, StandardCharsets.US_ASCII); // each byte becomes one character
    private final Http2Limits limits;
    private byte[] block = new byte[0];
    private int length;
    private int frames;

    public FieldDecoder(Http2Limits limits) {
        this.limits = limits;
    }

    /** A section begins. */
    public void begin() {
        length = 0;
        frames = 0;
    }

    /** Adds the bytes of one frame. */
    public void add(byte[] bytes, int offset, int count) throws Http2Fault {
        if (length + count > limits.maxHeadBytes() || ++frames > MAX_FRAMES) {
            throw new Http2Fault(
                    ErrorCode.ENHANCE_YOUR_CALM, "a field section that is too large or has too many frames");
        }
        if (length + count > block.length) {
            block = Arrays.copyOf(block, Math.max(length + count, Math.min(2 * block.length, limits.maxHeadBytes())));
        }
        System.arraycopy(bytes, offset, block, length, count);
        length += count;
    }

    /** Decodes the section. {@code memory} is null if nobody waits for it. */
    public Fields end(@Nullable HeadMemory memory) throws Http2Fault {
        ByteBuffer source = ByteBuffer.wrap(block, 0, length);
        Section section = new Section(memory);
        try {
            for (Header field = hpack.decodeHeader(source); field != null; field = hpack.decodeHeader(source)) {
                section.add(field);
            }
        } catch (HPackException | RuntimeException e) {
            throw new Http2Fault(ErrorCode.COMPRESSION_ERROR, "a field section that cannot be decoded");
        }
        if (block.length > KEPT_BYTES) {
            block = new byte[0];
        }
        return new Fields(section.fields, section.fault);
    }

    /** The part of a section that is kept. */
    private final class Section {

        private final @Nullable HeadMemory memory;
        private final List<Header> fields = new ArrayList<>();
        private int bytes;
        private final HeadRoom room = new HeadRoom();
        private @Nullable IOException fault;

        Section(@Nullable HeadMemory memory) {
            this.memory = memory;
        }

        void add(Header field) {
            if (memory == null || fault != null) {
                return;
            }
            int size = field.getName().length() + field.getValue().length() + SEPARATORS;
            bytes += size;
            try {
                if (bytes > limits.maxHeadBytes() || fields.size() == limits.maxFields()) {
                    throw new MessageConstraintException("More than " + limits.maxHeadBytes() + " bytes or "
                            + limits.maxFields() + " fields beside the answer's body");
                }
                room.take(size, memory);
                fields.add(field);
            } catch (IOException e) {
                fault = e;
                fields.clear();
            }
        }
    }
}
