/** The values of variables that have a form of their own: addresses, host names, paths. */
@NullMarked
package com.fincloud.gateway.settings.value;

import org.jspecify.annotations.NullMarked;
