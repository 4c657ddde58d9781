/** The one API document of all services, merged from theirs, and the pages that show it. */
@NullMarked
package com.fincloud.gateway.docs;

import org.jspecify.annotations.NullMarked;
