package com.fincloud.gateway.http;

import com.fincloud.gateway.http.header.RequestFields;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Gives each request its id: the client's id if it is a well-formed UUID, otherwise a new one. */
public final class RequestId {

    private static final String NAME = "x-request-id";

    private RequestId() {}

    public static String of(RequestFields fields) {
        List<String> sent = fields.all(NAME);
        return sent.size() == 1 && isUuid(sent.get(0)) ? sent.get(0) : random().toString();
    }

    /** A UUID of version 4 (RFC 9562). An id is not a secret, so a fast random generator is sufficient. */
    static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L,
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (dash ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }
}
