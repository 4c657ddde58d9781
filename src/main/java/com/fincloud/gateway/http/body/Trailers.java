package com.fincloud.gateway.http.body;

import java.util.Map;

/** The trailer fields behind a chunked body (RFC 9110 section 6.5). They are known when the body has been read. */
public interface Trailers {

    /** Keeps the fields. Must be called before the end of the body is read; otherwise the fields are discarded. */
    void keep();

    /** The fields in their order, with the values of repeated fields joined by commas. */
    Map<String, String> fields();
}
