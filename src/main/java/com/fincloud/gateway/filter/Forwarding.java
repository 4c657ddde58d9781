package com.fincloud.gateway.filter;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TraceContext;
import com.fincloud.gateway.http.header.ForwardedFor;
import com.fincloud.gateway.http.trace.B3;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Sets the headers that tell the backend the request id, the trace and the proxies in between ({@code Forwarded} of RFC 7239 and the older
 * {@code X-Forwarded-*}).
 */
public final class Forwarding implements GatewayFilter {

    private static final Pattern ANYTHING = Pattern.compile(".+");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private final @Nullable B3 b3;

    /** Creates the filter. {@code b3} are the B3 headers to read and to set besides {@code traceparent}; null for none. */
    public Forwarding(@Nullable B3 b3) {
        this.b3 = b3;
    }

    @Override
    public String explain(ExplainedRequest inquiry) {
        return "forwarding: sets X-Request-ID, X-Forwarded-For, -Proto, -Port and -Host, Forwarded and traceparent";
    }

    @Override
    public void check(RequestContext context, Exchange exchange) {
        Message message = exchange.getMessage();
        String host = orElse(
                forwardedValue(context, "x-forwarded-host", ANYTHING),
                context.request().header("host"),
                "");
        String scheme = orElse(
                forwardedValue(context, "x-forwarded-proto", SCHEME),
                context.request().scheme(),
                "http");
        String port = orElse(
                forwardedValue(context, "x-forwarded-port", PORT),
                Integer.toString(context.request().serverPort()),
                "80");
        String hops = context.request().fromTrustedProxy()
                ? ForwardedFor.canonical(context.request().headers("x-forwarded-for"))
                : "";
        context.headers().toBackend(message, "X-Request-ID", context.request().id());
        context.headers()
                .toBackend(
                        message,
                        "X-Forwarded-For",
                        hops.isEmpty()
                                ? context.request().peer()
                                : hops + ", " + context.request().peer());
        context.headers().toBackend(message, "X-Forwarded-Proto", scheme);
        context.headers().toBackend(message, "X-Forwarded-Port", port);
        if (!host.isEmpty()) {
            context.headers().toBackend(message, "X-Forwarded-Host", host);
        }
        context.headers()
                .toBackend(message, "Forwarded", forwarded(context.request().clientAddress(), host, scheme));
        TraceContext.apply(context, message, b3);
    }

    /**
     * The value that a trusted proxy sent, if it has the required form. The form is checked because a proxy may pass on a value that a
     * client invented.
     */
    private static @Nullable String forwardedValue(RequestContext context, String header, Pattern form) {
        String value = context.request().fromTrustedProxy() ? context.request().header(header) : null;
        return value != null && form.matcher(value).matches() ? value : null;
    }

    private static String orElse(@Nullable String first, @Nullable String second, String last) {
        return first != null ? first : second != null ? second : last;
    }

    private static String forwarded(String client, String host, String scheme) {
        String node = client.indexOf(':') >= 0 ? "\"[" + client + "]\"" : client;
        StringBuilder value = new StringBuilder("for=").append(node);
        if (!host.isEmpty()) {
            value.append(";host=\"")
                    .append(host.replace("\\", "").replace("\"", ""))
                    .append('"');
        }
        return value.append(";proto=").append(scheme).toString();
    }
}
