/** The processes of a run, and what the machine says of them. */
@NullMarked
package com.fincloud.bench.box;

import org.jspecify.annotations.NullMarked;
