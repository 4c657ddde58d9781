/** Fetches small documents from other servers in the background, within limits. */
@NullMarked
package com.fincloud.gateway.fetch;

import org.jspecify.annotations.NullMarked;
