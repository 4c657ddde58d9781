package com.fincloud.gateway.openapi;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.header.AcceptedCodings;
import com.fincloud.gateway.openapi.merge.PublicPages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Serves the API document, the pages that show it, and the assets of the pages. */
public final class DocumentationPages {

    /**
     * The content security policy of the pages. A page may load scripts and styles only from the gateway. Inline scripts, requests to other
     * origins and framing are forbidden, so that a service's descriptions stay text. ReDoc fills its style elements by script, and searches
     * in a worker that it creates from its own text.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'%s; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'%s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The hashes of ReDoc's style elements: an empty element that ReDoc fills later, and an element of one of its components. */
    private static final String REDOC_STYLES = " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
            + " 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='";

    private static final String REVALIDATE = "no-cache"; // cached, but revalidated each time
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    private final ApiDocuments documents;
    private final Map<String, Asset> assets = new LinkedHashMap<>();

    /** Creates pages that show {@code documents}. */
    public DocumentationPages(ApiDocuments documents) {
        this.documents = documents;
        PublicPages.ASSETS.forEach(
                (page, names) -> names.forEach(name -> assets.put(page + "/" + name, new Asset(name))));
    }

    /** Serves the document as JSON. */
    public void json(Exchange exchange) {
        document(exchange, documents.json());
    }

    /** Serves the document as YAML. */
    public void yaml(Exchange exchange) {
        document(exchange, documents.yaml());
    }

    private static void document(Exchange exchange, Rendition rendition) {
        RequestContext context = RequestContext.of(exchange);
        boolean gzip = takesGzip(context);
        Message message = answer(exchange, rendition.contentType(), REVALIDATE);
        if (!isKnown(context, message, rendition.tag(), gzip)) {
            byte[] bytes = gzip ? rendition.gzip() : rendition.plain();
            message.setBody(new ResponseBody(new ByteArrayInputStream(bytes), bytes.length));
        }
    }

    /** Serves Swagger UI. */
    public void swagger(Exchange exchange) {
        page(exchange, PublicPages.SWAGGER, POLICY.formatted("", ""));
    }

    /** Serves ReDoc. */
    public void redoc(Exchange exchange) {
        page(exchange, PublicPages.REDOC, POLICY.formatted(REDOC_STYLES, "; worker-src blob:"));
    }

    private void page(Exchange exchange, String page, String policy) {
        if (!RequestContext.of(exchange).request().path().equals(page)) {
            Message message = answer(exchange, "text/plain", REVALIDATE);
            message.setHeader("Location", page);
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 308);
            message.setBody(new byte[0]);
            return;
        }
        StringBuilder head = new StringBuilder();
        for (String name : Objects.requireNonNull(PublicPages.ASSETS.get(page))) {
            // The tag in the query gives each version its own URL, so that a browser may cache it forever.
            String url = page + "/" + name + "?v=" + asset(page + "/" + name).tag();
            head.append(
                    name.endsWith(".css")
                            ? "<link rel=\"stylesheet\" href=\"" + url + "\">\n"
                            : "<script defer src=\"" + url + "\"></script>\n");
        }
        Message message = answer(exchange, "text/html; charset=utf-8", REVALIDATE);
        message.setHeader("Content-Security-Policy", policy);
        byte[] html =
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>FinCloud API Gateway</title>
                <link rel="icon" href="data:,">
                %s</head>
                <body>
                <main id="api"></main>
                <noscript>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
                </body>
                </html>
                """
                        .formatted(head)
                        .getBytes(StandardCharsets.UTF_8);
        Rendition rendition = Rendition.of("", html);
        if (!isKnown(RequestContext.of(exchange), message, rendition.tag(), false)) {
            message.setBody(html);
        }
    }

    /** Serves a file that a page loads. */
    public void asset(Exchange exchange) throws IOException {
        RequestContext context = RequestContext.of(exchange);
        Asset asset = asset(context.request().path());
        boolean gzip = takesGzip(context);
        Message message = answer(exchange, asset.contentType(), IMMUTABLE);
        if (!isKnown(context, message, asset.tag(), gzip)) {
            message.setBody(new ResponseBody(asset.open(gzip), asset.length(gzip)));
        }
    }

    private Asset asset(String path) {
        return Objects.requireNonNull(assets.get(path), path);
    }

    private static Message answer(Exchange exchange, String contentType, String caching) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setHeader("Cache-Control", caching);
        message.setHeader("X-Content-Type-Options", "nosniff");
        message.setHeader("Referrer-Policy", "no-referrer");
        return message;
    }

    private static boolean takesGzip(RequestContext context) {
        return AcceptedCodings.of(context.request().headers("accept-encoding")).prefersGzip();
    }

    /** Sets the entity tag. Returns true if the client has this version; then the response is 304 without a body. */
    private static boolean isKnown(RequestContext context, Message message, String version, boolean gzip) {
        String tag = "\"" + version + (gzip ? "-gzip\"" : "\"");
        message.setHeader("ETag", tag);
        message.setHeader("Vary", "Accept-Encoding");
        boolean known = Precondition.holds(context, tag);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, known ? 304 : 200);
        if (known) {
            message.removeHeader(Exchange.CONTENT_TYPE);
        } else if (gzip) {
            message.setHeader("Content-Encoding", "gzip");
        }
        return known;
    }
}
