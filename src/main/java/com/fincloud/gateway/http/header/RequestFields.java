package com.fincloud.gateway.http.header;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header fields of a request as received, in their order and with repetitions. Each byte is one character. */
public interface RequestFields {

    /** The number of field lines. */
    int size();

    /** The name on a line, in lower case. */
    String name(int line);

    /** The value on a line. */
    String value(int line);

    /** The first value of a field; null if the request does not have the field. */
    @Nullable
    String first(String name);

    /** All values of a field in the received order. */
    List<String> all(String name);
}
