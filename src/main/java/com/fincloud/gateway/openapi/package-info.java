/** The merged API document of all services, and the pages that show it. */
@NullMarked
package com.fincloud.gateway.openapi;

import org.jspecify.annotations.NullMarked;
