package com.fincloud.gateway.http;

import com.fincloud.gateway.growth.Growth;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.path.PathGuard;
import com.fincloud.gateway.routing.RouteTable;
import com.fincloud.gateway.routing.TestConsumer;
import com.fincloud.gateway.server.wire.ChunkHead;
import com.fincloud.gateway.settings.value.Cidr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client sends in a head is read in linear time. */
class HeadGrowthTest {

    @Test
    void paths() {
        RouteTable table = new RouteTable();
        TestConsumer.of(table, "/api/v1/budget", "", true);

        Growth.isLinear("/", "x", PathGuard::check);
        Growth.isLinear("/api/v1/budget", "x", table.index()::match);
        Growth.isLinear("/api/v1/budget/", "x", table.index()::match);
    }

    @Test
    void fields() {
        ClientAddress addresses = new ClientAddress(List.of(Cidr.parse("127.0.0.0/8")));

        for (String begin : new String[] {"", "127.0.0.1,", "[::1", "00-"}) {
            Growth.isLinear(begin, "x", text -> addresses.of("127.0.0.1", List.of(text)));
            Growth.isLinear(begin, ",127.0.0.1", text -> addresses.of("127.0.0.1", List.of(text)));
            Growth.isLinear(begin, "x", TraceContext::isValid);
            Growth.isLinear(begin, "x", text -> HeaderRules.nominated(List.of(text)));
            Growth.isLinear(begin, "x", text -> HeaderRules.dropFromClient(text, Set.of(), false));
            Growth.isLinear(begin, "x", HeaderRules::isReserved);
        }
    }

    @Test
    void headsOfChunks() {
        Growth.isLinear("\r\n", "x", text -> {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            ChunkHead.isFollowedByData(ByteBuffer.wrap(bytes, 0, 0), bytes.length);
        });
    }
}
