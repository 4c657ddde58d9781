/** One JSON object a line. */
@NullMarked
package com.fincloud.gateway.logging;

import org.jspecify.annotations.NullMarked;
