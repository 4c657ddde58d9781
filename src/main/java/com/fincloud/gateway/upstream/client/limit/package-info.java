/** The limits of what upstream responses may hold in memory, and the failure of a response that exceeds one. */
@NullMarked
package com.fincloud.gateway.upstream.client.limit;

import org.jspecify.annotations.NullMarked;
