package com.fincloud.gateway.backend;

import com.fincloud.gateway.edge.DirectSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An answer's body that can also be read past the heap. */
final class DirectAnswer extends AnswerStream implements DirectSource {

    private final PlainContent content;

    DirectAnswer(PlainContent content, Lease lease) {
        super(content, lease);
        this.content = content;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return read(() -> content.read(target));
    }
}
