package com.fincloud.gateway.way;

import com.fincloud.gateway.edge.Filter;

/** One step of the chain: a filter that can also say in advance what it would do. */
interface Step extends Filter {

    /** What it would do with such a call, in a sentence. */
    String explain(Inquiry inquiry);
}
