/**
 * The instances of a service: which of them are left out because they fail, hang or refuse connections, and which one gets the next
 * request. A service with one instance needs none of this, and its requests pass none of it.
 */
@NullMarked
package com.fincloud.gateway.upstream.instance;

import org.jspecify.annotations.NullMarked;
