/** HTTP/2 connections and their streams, and the limits that keep their clients from using up the memory. */
@NullMarked
package com.fincloud.gateway.server.http2;

import org.jspecify.annotations.NullMarked;
