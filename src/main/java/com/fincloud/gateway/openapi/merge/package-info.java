/** Merges the documents of the services into one. */
@NullMarked
package com.fincloud.gateway.openapi.merge;

import org.jspecify.annotations.NullMarked;
