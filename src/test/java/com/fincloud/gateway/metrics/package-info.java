@NullMarked
package com.fincloud.gateway.metrics;

import org.jspecify.annotations.NullMarked;
