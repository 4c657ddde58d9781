/** The gateway's variables, which are read and checked once at the start. */
@NullMarked
package com.fincloud.gateway.settings;

import org.jspecify.annotations.NullMarked;
