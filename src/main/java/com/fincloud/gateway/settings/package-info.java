/** The gateway's variables, read and checked once at start. */
@NullMarked
package com.fincloud.gateway.settings;

import org.jspecify.annotations.NullMarked;
