package com.fincloud.gateway.upstream;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.upstream.Backend.Instance;
import com.fincloud.gateway.upstream.client.Deadline;
import com.fincloud.gateway.upstream.client.LeasedConnection;
import com.fincloud.gateway.upstream.client.RawHttpRequest;
import com.fincloud.gateway.upstream.client.UpstreamFailure;
import com.fincloud.gateway.upstream.client.UpstreamRequest;
import com.fincloud.gateway.upstream.client.UpstreamResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to a backend's instances, and writes the response head and the unread body into a message. The upstream request owns the
 * connection until its body has been read, unless it is aborted earlier.
 */
final class BackendCaller {

    private final Backend backend;

    BackendCaller(Backend backend) {
        this.backend = backend;
    }

    /** An upstream response with an unread body, and the action that aborts it. */
    record Answer(ClassicHttpResponse response, Instance instance, LeasedConnection lease) {

        Runnable abort() {
            return lease::abort;
        }

        /** The values of a header. */
        List<String> values(String name) {
            List<String> values = new ArrayList<>();
            response.headerIterator(name).forEachRemaining(header -> values.add(header.getValue()));
            return values;
        }


        boolean isBusy() {
            return response.getCode() >= 502 && response.getCode() <= 504;
        }
    }

    /**
     * Sends the request, with further attempts if the route allows retries.
     *
     * @throws GatewayException if no instance responded
     * @throws RequestBody.Failure if the client's body could not be read
     */
    Answer call(UpstreamRequest request) throws IOException {
        UpstreamRequest outgoing = backend.retries() > 0 ? request.kept() : request;
        int attempts = outgoing.repeatable() ? backend.retries() + 1 : 1;
        while (true) {
            attempts--;
            try {
                Answer answer = attempt(outgoing);
                if (attempts <= 0 || !answer.isBusy()) {
                    return answer;
                }
                answer.abort().run();
            } catch (GatewayException e) {
                if (attempts <= 0 || e.error() == GatewayError.CLIENT_GONE) {
                    throw e;
                }
            }
        }
    }

    /** Sends one request to the first instance that accepts a connection. */
    private Answer attempt(UpstreamRequest outgoing) throws IOException {
        GatewayException unreachable = null;
        for (Instance instance : backend.inTurn()) {
            LeasedConnection lease = lease(outgoing, instance);
            ClassicHttpResponse response = null;
            try {
                response = send(outgoing, instance, lease);
                return new Answer(response, instance, lease);
            } catch (GatewayException e) {
                Throwable cause = e.getCause();
                if (cause == null || lease.deadline().passed() || !UpstreamFailure.notConnected(cause)) {
                    throw e;
                }
                instance.skip();
                unreachable = e;
            } finally {
                if (response == null) {
                    lease.abort(); // after any failure: a response without a reader would hold its connection forever
                }
            }
        }
        throw unreachable == null ? new IllegalStateException("no instance") : unreachable;
    }

    private ClassicHttpResponse send(UpstreamRequest outgoing, Instance instance, LeasedConnection lease)
            throws IOException {
        RequestContext context = outgoing.context();
        if (outgoing.bodyMayStayUnread() || outgoing.isUpgrade()) {
            lease.useAlone();
        }
        if (context != null) {
            context.upstreamCalls().add(lease::abort);
        }
        UpstreamTimer timer = new UpstreamTimer(backend.service(), instance, context);
        RawHttpRequest request = request(outgoing, instance, lease, timer);
        UpstreamResult result = UpstreamResult.UNUSABLE;
        int status = 0;
        try {
            ClassicHttpResponse response = lease.send(request, () -> request(outgoing, instance, lease, timer));
            requireUsable(outgoing, response);
            status = response.getCode();
            result = UpstreamResult.ANSWERED;
            return response;
        } catch (RequestBody.Failure e) {
            result = UpstreamResult.ABORTED;
            throw e;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            if (context != null
                    && (context.clientGone() || context.upstreamCalls().ended())) {
                result = UpstreamResult.ABORTED;
                throw new GatewayException(GatewayError.CLIENT_GONE);
            }
            GatewayException failure = UpstreamFailure.of(
                    backend.service().name(), e, lease.deadline().passed());
            result = UpstreamResult.of(failure.error());
            throw failure;
        } finally {
            timer.end(result, status);
        }
    }

    private RawHttpRequest request(
            UpstreamRequest outgoing, Instance instance, LeasedConnection lease, UpstreamTimer timer) {
        return outgoing.traced(timer.traceparent())
                .request(
                        backend.target(instance, outgoing.path(), outgoing.query()),
                        instance.authority(),
                        backend.requestHeaders(),
                        lease::abort);
    }

    private LeasedConnection lease(UpstreamRequest outgoing, Instance instance) {
        RequestBody body = outgoing.body() instanceof RequestBody stream ? stream : null;
        Deadline.Terms terms = new Deadline.Terms(backend.timeout(), body);
        try {
            return backend.service().client().lease(instance.host(), backend.deadlines(), terms);
        } catch (RejectedExecutionException e) {
            throw new GatewayException(
                            GatewayError.BACKEND_BUSY, e, backend.service().name())
                    .header("Retry-After", "1");
        }
    }

    /** Refuses a response with an invalid status (RFC 9110 section 15). */
    private void requireUsable(UpstreamRequest outgoing, ClassicHttpResponse response) {
        boolean switched = response.getCode() == 101 && outgoing.isUpgrade();
        if ((response.getCode() < 200 && !switched) || response.getCode() > 599) {
            throw new GatewayException(
                    GatewayError.BACKEND_UNUSABLE, backend.service().name());
        }
    }

    /** Replaces the content of {@code message} by the upstream response. Nothing of the request stays in the message. */
    void read(Answer answer, Message message) throws IOException {
        ClassicHttpResponse response = answer.response();
        // A new map, because Camel may keep the request's map to restore it (variableReceive).
        Map<String, Object> headers = message.getExchange()
                .getContext()
                .getCamelContextExtension()
                .getHeadersMapFactory()
                .newMap();
        headers.put(Exchange.HTTP_RESPONSE_CODE, response.getCode());
        List<String> connection = new ArrayList<>();
        response.headerIterator("Connection").forEachRemaining(header -> connection.add(header.getValue()));
        Set<String> nominated = HeaderRules.nominated(connection);
        String announced = null;
        for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
            Header header = all.next();
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                announced = header.getValue();
            } else if (!HeaderRules.dropFromResponse(name, nominated)
                    && !backend.responseHeaders().drops(name)) {
                String value = OriginReferences.isReference(name)
                        ? backend.references(answer.instance()).shown(header.getValue())
                        : header.getValue();
                headers.merge(header.getName(), value, BackendCaller::append);
            }
        }
        backend.responseHeaders().give(headers::put);
        message.setHeaders(headers);
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            message.setBody(new ResponseBody(entity.getContent(), entity.getContentLength()));
        } else {
            message.setBody(new ResponseBody(InputStream.nullInputStream(), announced(announced)));
        }
    }

    private static Object append(Object earlier, Object value) {
        List<Object> values =
                earlier instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(earlier));
        values.add(value);
        return values;
    }

    private static long announced(@Nullable String length) {
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }
}
