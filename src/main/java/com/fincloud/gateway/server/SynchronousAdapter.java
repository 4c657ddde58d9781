package com.fincloud.gateway.server;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/** What Tomcat hands requests to, where each is answered by the thread that brings it and nothing of it is kept. */
abstract class SynchronousAdapter implements Adapter {

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
        // each request is logged by service
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        // nothing of a request is kept beyond service
    }

    @Override
    public String getDomain() {
        return "Tomcat";
    }
}
