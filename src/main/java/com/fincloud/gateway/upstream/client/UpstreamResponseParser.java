package com.fincloud.gateway.upstream.client;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads an answer's head as RFC 9112 has it. HttpClient's own parser takes a head that breaks off for a whole one, which makes an empty
 * 200 of a backend that dies, and passes over blanks before a colon, which section 5.1 calls a way to smuggle an answer.
 */
final class UpstreamResponseParser extends DefaultHttpResponseParser {

    private final UpstreamResponseLines lines;

    private UpstreamResponseParser(Http1Config limits, UpstreamResponseLines lines) {
        super(limits, null, null); // the strict one of HttpClient's line parsers
        this.lines = lines;
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        return super.parse(lines.head(buffer), in);
    }

    /** Makes the parser of a connection. */
    record Factory(Http1Config limits, UpstreamResponseLines lines)
            implements HttpMessageParserFactory<ClassicHttpResponse> {

        @Override
        @Deprecated
        public HttpMessageParser<ClassicHttpResponse> create(Http1Config other) {
            return new UpstreamResponseParser(other, lines);
        }

        @Override
        public HttpMessageParser<ClassicHttpResponse> create() {
            return new UpstreamResponseParser(limits, lines);
        }
    }
}
