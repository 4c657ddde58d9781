package com.fincloud.gateway.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import io.jsonwebtoken.io.AbstractDeserializer;
import io.jsonwebtoken.io.AbstractSerializer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** JSON for jjwt, which brings none of its own. */
final class TokenJson {

    private TokenJson() {}

    static final class Writer extends AbstractSerializer<Map<String, ?>> {
        @Override
        protected void doSerialize(Map<String, ?> members, OutputStream out) throws IOException {
            out.write(Json.bytes(members));
        }
    }

    static final class Reader extends AbstractDeserializer<Map<String, ?>> {
        @Override
        protected Map<String, ?> doDeserialize(java.io.Reader in) throws IOException {
            return Json.MAPPER.readValue(in, new TypeReference<Map<String, Object>>() {});
        }
    }
}
