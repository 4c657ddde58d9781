package com.fincloud.gateway.upstream.client.http2;

import java.io.IOException;

/** The stream takes no more of the request's body. Whether there is a response, the stream tells. */
public final class UploadStopped extends IOException {

    UploadStopped() {
        super("the stream takes no more of the body");
    }
}
