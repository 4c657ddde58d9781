package com.fincloud.gateway.upstream.plain;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.BodyHold;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.body.StreamedBody;
import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.routing.body.BodyContent;
import com.fincloud.gateway.upstream.client.KeptEntity;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.http.common.HttpHelper;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.GZIPHelper;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Calls like Camel's own producer, which reads the whole response into memory. Here a response is read when a step reads it, or streamed to
 * the client. The limits for what is kept apply to the decoded bytes, because a small gzip response may be a thousand times as long after
 * decoding.
 */
final class PlainProducer extends HttpProducer {

    /** A response of this length is read at once, so that its connection does not wait for a slow client. */
    private static final int SMALL = 64 * 1024;

    PlainProducer(HttpEndpoint endpoint) {
        super(endpoint);
    }

    /** The status of a failed call stays in the message for the steps that catch the failure, but is not the status of their answer. */
    @Override
    public void process(Exchange exchange) throws Exception {
        RequestContext context = RequestContext.find(exchange);
        if (context == null) {
            super.process(exchange);
            return;
        }
        URI uri = getEndpoint().getHttpUri();
        context.calls().add(String.valueOf(uri.getRawAuthority()));
        try {
            super.process(exchange);
        } catch (Exception e) {
            Object status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
            if (status != null) {
                context.calls().failed(status);
            }
            throw e;
        }
    }

    @Override
    protected HttpEntity createRequestEntity(Exchange exchange) throws CamelExchangeException {
        Message message = exchange.getIn();
        Object body = message.getBody();
        boolean streamed = body instanceof StreamedBody;
        if (body == null
                || body instanceof HttpEntity
                || getEndpoint().isMultipartUpload()
                || HttpConstants.CONTENT_TYPE_JAVA_SERIALIZED_OBJECT.equals(ExchangeHelper.getContentType(exchange))
                || (!streamed && isCompressed(exchange))) {
            if (body instanceof StreamedBody sent) {
                sent.startSending();
            }
            return super.createRequestEntity(exchange);
        }
        String type = mediaType(exchange);
        String coding = message.getHeader(Exchange.CONTENT_ENCODING, String.class);
        Object content = BodyContent.of(message, type);
        return content instanceof byte[] bytes
                ? new ByteArrayEntity(bytes, ContentType.parseLenient(type), coding)
                : UploadEntity.of((InputStream) Objects.requireNonNull(content), length(body), type, coding);
    }

    private static boolean isCompressed(Exchange exchange) {
        return GZIPHelper.isGzip(exchange.getIn())
                && !exchange.getProperty(Exchange.SKIP_GZIP_ENCODING, false, Boolean.class);
    }

    private static long length(Object body) {
        ResponseBody answer = ResponseBody.of(body);
        RequestBody clients = RequestBody.of(body);
        return clients != null ? clients.announced() : answer != null && !answer.isEmpty() ? answer.announced() : -1;
    }

    private static @Nullable String mediaType(Exchange exchange) {
        String type = ExchangeHelper.getContentType(exchange);
        RequestContext client = RequestContext.find(exchange);
        boolean clients = type != null
                && client != null
                && client.isRequestHeader("content-type", exchange.getIn().getHeader(Exchange.CONTENT_TYPE))
                && !type.toLowerCase(Locale.ROOT).contains("json");
        return BodyContent.isJson(exchange.getIn()) && (type == null || clients) ? BodyContent.JSON : type;
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
        UploadEntity upload = request.getEntity() instanceof UploadEntity body ? body : null;
        if (upload != null) {
            upload.abortBy(request::abort);
        }
        try {
            return super.executeMethod(exchange, host, request, handler);
        } catch (ConnectionRequestTimeoutException e) {
            throw new GatewayException(GatewayError.BACKEND_BUSY, e, host.getHostName()).header("Retry-After", "1");
        } catch (IOException e) {
            BodyReadException failure = upload == null ? null : upload.failure();
            throw failure == null ? e : failure; // HttpClient tells only that the request was aborted
        }
    }

    @Override
    protected @Nullable Object extractResponseBody(ClassicHttpResponse response, Exchange exchange, boolean ignored)
            throws IOException, ClassNotFoundException {
        if (ignored || getEndpoint().isDisableStreamCache()) {
            return super.extractResponseBody(response, exchange, ignored);
        }
        HttpEntity entity = response.getEntity();
        if (entity == null || entity instanceof KeptEntity || isSmall(entity) || isSerialized(response)) {
            return kept(response, exchange, () -> super.extractResponseBody(response, exchange, false));
        }
        return streamed(response, entity, exchange);
    }

    private static boolean isSmall(HttpEntity entity) {
        return !entity.isStreaming() || (entity.getContentLength() >= 0 && entity.getContentLength() <= SMALL);
    }

    private static boolean isSerialized(ClassicHttpResponse response) {
        Header type = response.getFirstHeader(Exchange.CONTENT_TYPE);
        return type != null && HttpConstants.CONTENT_TYPE_JAVA_SERIALIZED_OBJECT.equals(type.getValue());
    }

    /** The body while it arrives, for as long as the client's request lasts; a body for which no client waits is read now. */
    private Object streamed(ClassicHttpResponse response, HttpEntity entity, Exchange exchange) throws IOException {
        RequestContext client = RequestContext.find(exchange);
        String host = getEndpoint().getHttpUri().getHost();
        try {
            Header type = response.getFirstHeader(Exchange.CONTENT_TYPE);
            HttpHelper.setCharsetFromContentType(type == null ? null : type.getValue(), exchange);
            boolean gzip = !exchange.getProperty(Exchange.SKIP_GZIP_ENCODING, false, Boolean.class) && isGzip(response);
            InputStream wire = entity.getContent();
            response.setEntity(null); // Camel would close it
            InputStream content = gzip ? new GZIPInputStream(wire) : wire;
            ResponseBody body = new ResponseBody(
                    new PlainStream(content, wire, response, host), gzip ? -1 : entity.getContentLength());
            KeptBodies.bound(exchange);
            if (client != null && exchange.getPattern().isOutCapable()) {
                client.upstreamCalls().add(() -> close(response));
                body.keptBy(client.bodies()::share, !client.bodies().areUsedOnce(), host);
                if (!client.bodies().areUsedOnce()) {
                    body.receiveAhead(); // a split into a thousand calls must not hold their connections
                }
                return body;
            }
            body.keptBy(() -> BodyHold.share(exchange), true, host).receiveAll();
            return body;
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    private static void close(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // closed nevertheless
        }
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
