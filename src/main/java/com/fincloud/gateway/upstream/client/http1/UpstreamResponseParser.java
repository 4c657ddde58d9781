package com.fincloud.gateway.upstream.client.http1;

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
 * Parses a response head strictly by RFC 9112. HttpClient's own parser accepts a head that breaks off, so a crash of the backend would look
 * like an empty 200. It also ignores blanks before a colon, which section 5.1 names as a risk of response smuggling.
 */
final class UpstreamResponseParser extends DefaultHttpResponseParser {

    private final UpstreamResponseLines lines;

    private UpstreamResponseParser(Http1Config limits, UpstreamResponseLines lines) {
        super(limits, null, null); // null selects HttpClient's strict line parser
        this.lines = lines;
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        return super.parse(lines.head(buffer), in);
    }

    /** Creates the parser of a connection. */
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
