package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.header.HeaderRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Makes a message of an upstream response: the fields that may reach a client, references as clients know them, and the unread body. */
final class ResponseBinding {

    private final Backend backend;

    ResponseBinding(Backend backend) {
        this.backend = backend;
    }

    /** Replaces the content of {@code message} by the upstream response. Nothing of the request stays in the message. */
    void bind(UpstreamResponse from, Message message) throws IOException {
        ClassicHttpResponse response = from.head();
        // A new map, because Camel may keep the request's map to restore it (variableReceive).
        Map<String, Object> headers = message.getExchange()
                .getContext()
                .getCamelContextExtension()
                .getHeadersMapFactory()
                .newMap();
        headers.put(Exchange.HTTP_RESPONSE_CODE, response.getCode());
        Set<String> nominated = HeaderRules.nominated(from.values("Connection"));
        String announced = null;
        for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
            Header header = all.next();
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                announced = header.getValue();
            } else if (!HeaderRules.dropFromResponse(name, nominated)
                    && !backend.responseHeaders().drops(name)) {
                String value = OriginReferences.isReference(name)
                        ? backend.references(from.instance()).shown(header.getValue())
                        : header.getValue();
                headers.merge(header.getName(), value, ResponseBinding::append);
            }
        }
        backend.responseHeaders().forEachSet(headers::put);
        message.setHeaders(headers);
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            ResponseBody body = new ResponseBody(entity.getContent(), entity.getContentLength());
            if (body.announced() < 0) {
                body.dropTrailers(name ->
                        nominated.contains(name) || backend.responseHeaders().drops(name));
            }
            message.setBody(body);
        } else {
            message.setBody(ResponseBody.none(announced(announced)));
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
