package com.fincloud.gateway.http;

import com.fincloud.gateway.http.header.RequestFields;
import com.fincloud.gateway.server.wire.WireFields;
import com.fincloud.gateway.settings.value.Cidr;
import java.util.List;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** A client's request as Tomcat's parser would have read it. */
public final class TestRequest {

    private final Request request = new Request();

    private TestRequest(String method, String path) {
        request.setMethod(method);
        request.requestURI().setString(path);
        request.setResponse(new Response());
    }

    /** A request with this method and raw path. */
    public static TestRequest of(String method, String path) {
        return new TestRequest(method, path);
    }

    /** Adds a header line. */
    public TestRequest with(String header, String value) {
        request.getMimeHeaders().addValue(header).setString(value);
        return this;
    }

    public Request request() {
        return request;
    }

    public RequestContext read() {
        return read(new ClientAddress.Found("192.0.2.1", "192.0.2.1", false));
    }

    /** The request as it comes from {@code peer}, while the proxies of a CIDR block are trusted. */
    public RequestContext readFrom(String peer, String trusted) {
        return read(new ClientAddress(List.of(Cidr.parse(trusted))).of(peer, fields().all("x-forwarded-for")));
    }

    private RequestContext read(ClientAddress.Found address) {
        String path = request.requestURI().toString();
        return new RequestContext(
                new ClientRequest("id", request.getMethod(), path, path, null, "http", 8000, fields(), address, null));
    }

    private RequestFields fields() {
        return new WireFields(request.getMimeHeaders());
    }
}
