package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;

/** A body that shares what is kept with the body from which it was copied, and has a position of its own. */
final class BodyCopy extends StreamedBody {

    private final StreamedBody origin;

    BodyCopy(StreamedBody origin, StreamedBody copied, KeptBody kept) {
        this.origin = origin;
        shareKept(copied, kept);
    }

    @Override
    StreamedBody origin() {
        return origin;
    }

    @Override
    int receive(byte[] target, int offset, int count) throws IOException {
        return origin.receive(target, offset, count);
    }

    @Override
    int arrived() {
        return origin.arrived();
    }

    @Override
    public long announced() {
        return origin.announced();
    }

    @Override
    void weigh(KeptBodies.Share counted, byte[] bytes, int offset, int count) throws IOException {
        origin.weigh(counted, bytes, offset, count);
    }

    @Override
    long mostKept() {
        return origin.mostKept();
    }

    @Override
    GatewayException tooLong() {
        return origin.tooLong();
    }
}
