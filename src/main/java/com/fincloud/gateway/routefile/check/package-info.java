/** The rules that a route file has to meet, and the sentences that say what is wrong. */
@NullMarked
package com.fincloud.gateway.routefile.check;

import org.jspecify.annotations.NullMarked;
