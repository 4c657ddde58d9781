package com.fincloud.gateway.server.wire;

import com.fincloud.gateway.http.header.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/** The header fields of a request in Tomcat's buffer. They are valid until the request is answered. */
public record WireFields(MimeHeaders headers) implements RequestFields {

    @Override
    public int size() {
        return headers.size();
    }

    /** The name in lower case. Tomcat 10.1 has converted it, later versions have not. */
    @Override
    public String name(int line) {
        return Latin1.text(headers.getName(line)).toLowerCase(Locale.ROOT);
    }

    @Override
    public String value(int line) {
        return Latin1.text(headers.getValue(line));
    }

    @Override
    public @Nullable String first(String name) {
        return headers.getHeader(name);
    }

    @Override
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = headers.findHeader(name, 0); i >= 0; i = headers.findHeader(name, i + 1)) {
            values.add(Latin1.text(headers.getValue(i)));
        }
        return values;
    }
}
