/** Tries route files in a scratch context, and decides which changes may go live. */
@NullMarked
package com.fincloud.gateway.routefile.trial;

import org.jspecify.annotations.NullMarked;
