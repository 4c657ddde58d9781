package com.fincloud.gateway.upstream.client.http2.field;

import java.io.IOException;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * A decoded field section.
 *
 * @param list all fields in their order, with pseudo-header fields; incomplete if there is a fault
 * @param fault why the section is not usable; null if it is
 */
public record Fields(List<Header> list, @Nullable IOException fault) {}
