/** What every request passes before its route: the filters, in their one order. */
@NullMarked
package com.fincloud.gateway.filter;

import org.jspecify.annotations.NullMarked;
