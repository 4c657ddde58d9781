package com.fincloud.gateway.http.header;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header fields of a request as they came over the wire, in their order and with repetitions; a byte is a character. */
public interface RequestFields {

    /** The number of field lines. */
    int size();

    /** The name on a line, in lower case when the client's HTTP version or the server's parser makes it so. */
    String name(int line);

    /** The value on a line. */
    String value(int line);

    /** The first value of a field, or null when the request does not have the field. */
    @Nullable
    String first(String name);

    /** All values of a field in the order of the wire. */
    List<String> all(String name);
}
