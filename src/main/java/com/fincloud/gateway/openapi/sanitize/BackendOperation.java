package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An operation as a service describes it.
 *
 * @param path the path at the service, with {@code {name}} for variables
 * @param method in upper case
 * @param content the sanitized operation, including the parameters of its path item
 */
public record BackendOperation(String path, String method, ObjectNode content) {}
