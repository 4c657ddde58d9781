package com.fincloud.gateway.openapi.sanitize;

import static com.fincloud.gateway.openapi.sanitize.FieldRule.BOOLEAN;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.COUNT;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.DATA;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.DATA_LIST;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.NAMES;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.NUMBER;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.TEXT;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.listOf;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.mapOf;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.one;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.oneOf;
import static com.fincloud.gateway.openapi.sanitize.FieldRule.orBoolean;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The objects of an OpenAPI document, each with the fields that are copied from a service's document, and its section of components. Fields
 * that are not listed are dropped, for instance {@code servers}, {@code security}, {@code links} and {@code callbacks}, and every field
 * that changes the meaning of a {@code $ref}.
 */
enum ObjectSchema {
    OPERATION(""),
    PARAMETER("parameters"),
    HEADER("headers"),
    REQUEST_BODY("requestBodies"),
    RESPONSE("responses"),
    MEDIA_TYPE(""),
    ENCODING(""),
    EXAMPLE("examples"),
    SCHEMA("schemas"),
    DISCRIMINATOR(""),
    XML(""),
    EXTERNAL_DOCS("");

    private final String section;

    // Filled below, because kinds refer to each other, and never changed afterwards.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, FieldRule> fields = new LinkedHashMap<>();

    static {
        OPERATION
                .with(TEXT, "summary", "description", "operationId")
                .with(BOOLEAN, "deprecated")
                .with(one(EXTERNAL_DOCS), "externalDocs")
                .with(listOf(PARAMETER), "parameters")
                .with(one(REQUEST_BODY), "requestBody")
                .with(mapOf(RESPONSE, "[1-5](\\d\\d|XX)|default"), "responses");
        PARAMETER
                .with(TEXT, "name")
                .with(oneOf("query", "header", "path", "cookie"), "in")
                .with(BOOLEAN, "allowEmptyValue");
        for (ObjectSchema kind : new ObjectSchema[] {PARAMETER, HEADER}) {
            kind.with(TEXT, "description")
                    .with(BOOLEAN, "required", "deprecated", "explode", "allowReserved")
                    .with(
                            oneOf("matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject"),
                            "style")
                    .with(one(SCHEMA), "schema")
                    .with(DATA, "example")
                    .with(mapOf(EXAMPLE, ".+"), "examples")
                    .with(mapOf(MEDIA_TYPE, FieldRule.MEDIA_TYPE_NAME), "content");
        }
        REQUEST_BODY
                .with(TEXT, "description")
                .with(BOOLEAN, "required")
                .with(mapOf(MEDIA_TYPE, FieldRule.MEDIA_TYPE_NAME), "content");
        RESPONSE.with(TEXT, "description")
                .with(mapOf(HEADER, FieldRule.TOKEN), "headers")
                .with(mapOf(MEDIA_TYPE, FieldRule.MEDIA_TYPE_NAME), "content");
        MEDIA_TYPE
                .with(one(SCHEMA), "schema")
                .with(DATA, "example")
                .with(mapOf(EXAMPLE, ".+"), "examples")
                .with(mapOf(ENCODING, ".+"), "encoding");
        ENCODING.with(TEXT, "contentType")
                .with(mapOf(HEADER, FieldRule.TOKEN), "headers")
                .with(oneOf("form", "spaceDelimited", "pipeDelimited", "deepObject"), "style")
                .with(BOOLEAN, "explode", "allowReserved");
        EXAMPLE.with(TEXT, "summary", "description").with(DATA, "value");
        DISCRIMINATOR.with(TEXT, "propertyName").with(FieldRule.MAPPING, "mapping");
        XML.with(TEXT, "name", "namespace", "prefix").with(BOOLEAN, "attribute", "wrapped");
        EXTERNAL_DOCS.with(TEXT, "description").with(FieldRule.WEB_URL, "url");
        SCHEMA.with(TEXT, "title", "description", "format", "pattern", "contentEncoding", "contentMediaType")
                .with(FieldRule.TYPE, "type")
                .with(NUMBER, "multipleOf", "maximum", "minimum")
                .with(FieldRule.NUMBER_OR_BOOLEAN, "exclusiveMaximum", "exclusiveMinimum")
                .with(COUNT, "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties")
                .with(COUNT, "maxContains", "minContains")
                .with(BOOLEAN, "uniqueItems", "nullable", "readOnly", "writeOnly", "deprecated")
                .with(NAMES, "required")
                .with(DATA, "const", "default", "example")
                .with(DATA_LIST, "enum", "examples")
                .with(mapOf(SCHEMA, ".+"), "properties", "patternProperties", "dependentSchemas", "$defs")
                .with(orBoolean(SCHEMA), "additionalProperties", "unevaluatedProperties")
                .with(one(SCHEMA), "propertyNames", "items", "unevaluatedItems", "contains", "contentSchema")
                .with(one(SCHEMA), "not", "if", "then", "else")
                .with(listOf(SCHEMA), "prefixItems", "allOf", "anyOf", "oneOf")
                .with(one(DISCRIMINATOR), "discriminator")
                .with(one(XML), "xml")
                .with(one(EXTERNAL_DOCS), "externalDocs");
    }

    ObjectSchema(String section) {
        this.section = section;
    }

    private ObjectSchema with(FieldRule field, String... names) {
        for (String name : names) {
            fields.put(name, field);
        }
        return this;
    }

    /** The section of components for this kind; empty if it has none. */
    String section() {
        return section;
    }

    /** The fields by name. */
    Map<String, FieldRule> fields() {
        return fields;
    }
}
