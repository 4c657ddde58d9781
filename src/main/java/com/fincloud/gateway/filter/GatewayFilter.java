package com.fincloud.gateway.filter;

import com.fincloud.gateway.routing.Filter;

/** A filter of the chain that can also describe in advance what it would do with a request. */
public interface GatewayFilter extends Filter {

    /** One sentence that says what this filter would do with such a request. */
    String explain(ExplainedRequest inquiry);
}
