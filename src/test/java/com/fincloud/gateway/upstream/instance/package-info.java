@NullMarked
package com.fincloud.gateway.upstream.instance;

import org.jspecify.annotations.NullMarked;
