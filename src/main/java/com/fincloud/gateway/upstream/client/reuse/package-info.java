/** Decides which idle connections may be reused: what an instance does with idle connections, and what it sends after a response. */
@NullMarked
package com.fincloud.gateway.upstream.client.reuse;

import org.jspecify.annotations.NullMarked;
