/** One JSON object or one readable line an event; every text passes {@link com.fincloud.gateway.logging.Masking}. */
@NullMarked
package com.fincloud.gateway.logging;

import org.jspecify.annotations.NullMarked;
