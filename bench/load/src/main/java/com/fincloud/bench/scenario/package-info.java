/** What is measured: each class asks one question of both gateways. */
@NullMarked
package com.fincloud.bench.scenario;

import org.jspecify.annotations.NullMarked;
