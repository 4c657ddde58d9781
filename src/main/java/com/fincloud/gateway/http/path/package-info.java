/** Request paths: their checks and the ways in which servers may interpret them. */
@NullMarked
package com.fincloud.gateway.http.path;

import org.jspecify.annotations.NullMarked;
