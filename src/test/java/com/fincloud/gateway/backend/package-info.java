/** Unit tests of what a backend call is made of. */
@NullMarked
package com.fincloud.gateway.backend;

import org.jspecify.annotations.NullMarked;
