/** Writes one JSON object or one readable line for each event. {@link com.fincloud.gateway.logging.Masking} masks every text. */
@NullMarked
package com.fincloud.gateway.logging;

import org.jspecify.annotations.NullMarked;
