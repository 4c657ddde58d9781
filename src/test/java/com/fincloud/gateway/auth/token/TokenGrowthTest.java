package com.fincloud.gateway.auth.token;

import com.fincloud.gateway.growth.Growth;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in {@code Authorization}, in a token and in a key set is read in linear time. */
class TokenGrowthTest {

    @Test
    void tokens() {
        for (String begin : new String[] {"", "Bearer ", "eyJhbGciOiJIUzI1NiJ9."}) {
            Growth.isLinear(begin, "x", text -> BearerToken.of(List.of(text)));
            Growth.isLinear(begin, "x", CompactJws::parse);
        }
    }

    @Test
    void json() {
        for (String begin : new String[] {"{", "{\"a\":", "{\"a\":\"", "{\"a\":["}) {
            Growth.isLinear(begin, "}", text -> StrictJson.object(text));
            Growth.isLinear(begin, "}", text -> StrictJson.object(new StringReader(text)));
        }
    }
}
