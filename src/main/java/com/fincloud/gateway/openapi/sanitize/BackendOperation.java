package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An operation as a service describes it.
 *
 * @param path the path at the service, with {@code {name}} for what varies
 * @param method in upper case
 * @param content the operation, cleaned, with the parameters that its path item states for all
 */
public record BackendOperation(String path, String method, ObjectNode content) {}
