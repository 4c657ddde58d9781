package com.fincloud.gateway.server.wire;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/** An adapter that handles each request on the calling thread, and keeps nothing of the request afterwards. */
public abstract class SynchronousAdapter implements Adapter {

    @Override
    public boolean prepare(Request request, Response response) {
        return true;
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status) {
        return false;
    }

    @Override
    public void log(Request request, Response response, long time) {
        // service logs each request
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        // nothing of a request is kept after service
    }

    @Override
    public String getDomain() {
        return "Tomcat";
    }
}
