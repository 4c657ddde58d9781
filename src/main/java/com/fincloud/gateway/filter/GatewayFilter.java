package com.fincloud.gateway.filter;

import com.fincloud.gateway.routing.Filter;

/** One step of the chain: a filter that can also say in advance what it would do. */
public interface GatewayFilter extends Filter {

    /** What it would do with such a call, in a sentence. */
    String explain(ExplainedRequest inquiry);
}
