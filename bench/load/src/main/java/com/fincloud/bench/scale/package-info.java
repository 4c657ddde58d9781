/** Several instances of our gateway on one Redis Cluster: whether the limit stays exact, and what a request costs Redis. */
@NullMarked
package com.fincloud.bench.scale;

import org.jspecify.annotations.NullMarked;
