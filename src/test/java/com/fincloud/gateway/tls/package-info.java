/** Tests of the package of the same name. */
@NullMarked
package com.fincloud.gateway.tls;

import org.jspecify.annotations.NullMarked;
