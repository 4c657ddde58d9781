/** The FinCloud API gateway. */
@NullMarked
package com.fincloud.gateway;

import org.jspecify.annotations.NullMarked;
