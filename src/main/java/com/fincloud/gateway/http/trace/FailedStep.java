package com.fincloud.gateway.http.trace;

import org.jspecify.annotations.Nullable;

/**
 * The step of a route that threw an exception.
 *
 * @param routeId the id of the route that has the step, with its version
 * @param stepId the id of the step
 * @param source the file and the line, as Camel knows them; null if Camel does not
 * @param thrown the exception
 */
public record FailedStep(String routeId, String stepId, @Nullable String source, Throwable thrown) {}
