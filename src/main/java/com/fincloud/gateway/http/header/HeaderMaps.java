package com.fincloud.gateway.http.header;

import java.util.Map;
import org.apache.camel.spi.HeadersMapFactory;

/**
 * Creates the header maps of Camel's messages. Camel finds this class as a service:
 * {@code META-INF/services/org/apache/camel/headers-map-factory}.
 */
public final class HeaderMaps implements HeadersMapFactory {

    @Override
    public Map<String, Object> newMap() {
        return new HeaderMap();
    }

    @Override
    public Map<String, Object> newMap(Map<String, Object> map) {
        HeaderMap copy = new HeaderMap();
        copy.putAll(map);
        return copy;
    }

    @Override
    public boolean isInstanceOf(Map<String, Object> map) {
        return map instanceof HeaderMap;
    }

    @Override
    public boolean isCaseInsensitive() {
        return true;
    }
}
