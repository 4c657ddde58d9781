package com.fincloud.gateway.server.management;

import com.fincloud.gateway.error.GatewayError;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Writes errors of the management port as the gateway's JSON, instead of Tomcat's HTML page. */
public final class JsonErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/json");
            response.getReporter()
                    .write("{\"detail\":\"" + GatewayError.ofStatus(status).sentence() + "\"}");
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // the client has disconnected, or the response has begun
        }
    }
}
