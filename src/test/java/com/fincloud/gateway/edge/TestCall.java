package com.fincloud.gateway.edge;

import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** A client's call as Tomcat's parser would have read it. */
final class TestCall {

    private final Request request = new Request();

    private TestCall(String method, String path) {
        request.setMethod(method);
        request.requestURI().setString(path);
        request.setResponse(new Response());
    }

    static TestCall call(String method, String path) {
        return new TestCall(method, path);
    }

    TestCall with(String header, String value) {
        request.getMimeHeaders().addValue(header).setString(value);
        return this;
    }

    Request request() {
        return request;
    }

    Call read() {
        return new Call(request, "id", new ClientAddress.Found("192.0.2.1", "192.0.2.1", false));
    }
}
