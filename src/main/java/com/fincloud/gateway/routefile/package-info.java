/** The route folder: watches the files, and replaces versions of their routes without losing a request. */
@NullMarked
package com.fincloud.gateway.routefile;

import org.jspecify.annotations.NullMarked;
