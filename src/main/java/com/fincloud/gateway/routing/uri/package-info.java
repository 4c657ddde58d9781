/** URIs that a step computes while a request runs: data chooses no component, option or file. */
@NullMarked
package com.fincloud.gateway.routing.uri;

import org.jspecify.annotations.NullMarked;
