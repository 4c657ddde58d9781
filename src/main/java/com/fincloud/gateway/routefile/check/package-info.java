/** The rules for route files, and the sentences that describe violations. */
@NullMarked
package com.fincloud.gateway.routefile.check;

import org.jspecify.annotations.NullMarked;
