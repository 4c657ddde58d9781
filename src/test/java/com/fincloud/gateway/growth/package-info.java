/** Measures how the time that a parser takes grows with a hostile text. */
@NullMarked
package com.fincloud.gateway.growth;

import org.jspecify.annotations.NullMarked;
