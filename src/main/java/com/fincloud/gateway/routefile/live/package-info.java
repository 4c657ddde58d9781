/** The routes of files in the context that serves: their versions start, take over, and go when they have answered their last request. */
@NullMarked
package com.fincloud.gateway.routefile.live;

import org.jspecify.annotations.NullMarked;
