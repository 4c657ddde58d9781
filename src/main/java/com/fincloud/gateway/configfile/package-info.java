/** YAML files that variables name: reading them with the place of each fault, and following them while the gateway serves. */
@NullMarked
package com.fincloud.gateway.configfile;

import org.jspecify.annotations.NullMarked;
