package com.fincloud.gateway.upstream.client.http1;

import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;

/**
 * Determines the length of a response body (RFC 9112 section 6.3). A response with a length and chunks, or with chunks over HTTP/1.0, may
 * be an attempt of response splitting, so it is refused. HttpClient would accept it, and also a length with a sign.
 */
final class UpstreamBodyLength implements ContentLengthStrategy {

    @Override
    public long determineLength(HttpMessage message) throws HttpException {
        Header length = message.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
        if (message.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            if (length != null || message.getVersion().lessEquals(HttpVersion.HTTP_1_0)) {
                throw new ProtocolException("Chunks beside a length, or over HTTP/1.0");
            }
        } else if (length != null && !startsWithDigit(length.getValue())) {
            throw new ProtocolException("Not a length: " + length.getValue());
        }
        return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
    }

    private static boolean startsWithDigit(String value) {
        return !value.isEmpty() && value.charAt(0) >= '0' && value.charAt(0) <= '9';
    }
}
