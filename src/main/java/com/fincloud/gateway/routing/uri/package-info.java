/** Checks URIs that a step computes while a request runs: data must not choose a component, an option or a file. */
@NullMarked
package com.fincloud.gateway.routing.uri;

import org.jspecify.annotations.NullMarked;
