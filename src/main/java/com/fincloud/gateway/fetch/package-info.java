/** Small documents of other servers, fetched in the background within bounds. */
@NullMarked
package com.fincloud.gateway.fetch;

import org.jspecify.annotations.NullMarked;
