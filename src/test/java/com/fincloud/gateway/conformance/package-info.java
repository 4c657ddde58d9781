/**
 * What any HTTP gateway must do with bytes, written as tables: a case a line, over raw sockets. It knows nothing of this gateway but a
 * host, a port, a path that leads to the backend, and the headers a call needs; {@code ConformanceTest} says how to aim it elsewhere.
 */
@NullMarked
package com.fincloud.gateway.conformance;

import org.jspecify.annotations.NullMarked;
