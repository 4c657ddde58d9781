package com.fincloud.gateway.upstream.plain;

import com.fincloud.gateway.http.BodyHold;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.upstream.client.KeptEntity;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/**
 * Calls like Camel's own producer, which reads the whole response into memory. Here the length of a response and the memory of all
 * responses are limited. The limits apply to the decoded bytes, because a small gzip response may be a thousand times as long after
 * decoding.
 */
final class PlainProducer extends HttpProducer {

    PlainProducer(HttpEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected HttpEntity createRequestEntity(Exchange exchange) throws CamelExchangeException {
        if (exchange.getIn().getBody() instanceof RequestBody body) {
            body.passThrough();
        }
        return super.createRequestEntity(exchange);
    }

    /** HttpClient makes question marks of a name's line ends, and leaves a blank before the colon, which many servers pass over. */
    @Override
    protected <T> T executeMethod(
            Exchange exchange, HttpHost host, HttpUriRequest request, HttpClientResponseHandler<T> handler)
            throws IOException, HttpException {
        for (Header header : request.getHeaders()) {
            if (!HttpToken.matches(header.getName())) {
                request.removeHeader(header);
            }
        }
        return super.executeMethod(exchange, host, request, handler);
    }

    @Override
    protected Object extractResponseBody(ClassicHttpResponse response, Exchange exchange, boolean ignored)
            throws IOException, ClassNotFoundException {
        return ignored || getEndpoint().isDisableStreamCache()
                ? super.extractResponseBody(response, exchange, ignored)
                : kept(response, exchange, () -> super.extractResponseBody(response, exchange, false));
    }

    /** Converts the body to a string, whether it is cached or not. */
    @Override
    protected Exception populateHttpOperationFailedException(
            Exchange exchange, HttpUriRequest request, ClassicHttpResponse response, int status)
            throws IOException, ClassNotFoundException {
        return kept(
                response,
                exchange,
                () -> super.populateHttpOperationFailedException(exchange, request, response, status));
    }

    /** Camel's reading of a body into memory. */
    private interface Reading<T> {
        T read() throws IOException, ClassNotFoundException;
    }

    private <T> T kept(ClassicHttpResponse response, Exchange exchange, Reading<T> reading)
            throws IOException, ClassNotFoundException {
        HttpEntity entity = response.getEntity();
        if (entity == null || entity instanceof KeptEntity) {
            return reading.read();
        }
        Object skipsGzip = exchange.getProperty(Exchange.SKIP_GZIP_ENCODING);
        KeptBodies.bound(exchange);
        try {
            response.setEntity(kept(entity, exchange, !Boolean.TRUE.equals(skipsGzip) && isGzip(response)));
            exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true); // it is already decoded
            return reading.read();
        } catch (IOException | RuntimeException e) {
            response.close(); // also closes the connection, on which the refused body would continue
            throw e;
        } finally {
            exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, skipsGzip);
        }
    }

    private KeptEntity kept(HttpEntity entity, Exchange exchange, boolean isGzip) throws IOException {
        String host = getEndpoint().getHttpUri().getHost();
        KeptBodies.Share share = BodyHold.share(exchange);
        return isGzip ? KeptEntity.ofGzip(entity, share, host) : new KeptEntity(entity, share, host);
    }

    private static boolean isGzip(ClassicHttpResponse response) {
        Header coding = response.getFirstHeader("Content-Encoding");
        return coding != null
                && coding.getValue() != null
                && coding.getValue().toLowerCase(Locale.ROOT).contains("gzip");
    }
}
