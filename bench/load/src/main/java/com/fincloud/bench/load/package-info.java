/** Clients of a gateway: how many requests a second it answers, and how fast. */
@NullMarked
package com.fincloud.bench.load;

import org.jspecify.annotations.NullMarked;
