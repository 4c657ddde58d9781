/** The contract, statement by statement, against the running gateway over real sockets. */
@NullMarked
package com.fincloud.gateway.contract;

import org.jspecify.annotations.NullMarked;
