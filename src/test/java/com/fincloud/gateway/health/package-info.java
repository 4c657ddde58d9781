@NullMarked
package com.fincloud.gateway.health;

import org.jspecify.annotations.NullMarked;
