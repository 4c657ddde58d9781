/** Bodies of requests and responses: streams by default, bounded when a step keeps them. */
@NullMarked
package com.fincloud.gateway.http.body;

import org.jspecify.annotations.NullMarked;
