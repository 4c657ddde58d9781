/** The other gateway of the comparison: Spring Cloud Gateway with the job of ours. */
@NullMarked
package com.fincloud.bench.peer;

import org.jspecify.annotations.NullMarked;
