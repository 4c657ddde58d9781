package com.fincloud.gateway.routing.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyContentTest {

    private record Point(int x, String y) {}

    private static final class Nothing {}

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Message message(@Nullable Object body) {
        Message message = new DefaultExchange(context).getMessage();
        message.setBody(body);
        return message;
    }

    private String text(Object body) throws IOException {
        Object content = Objects.requireNonNull(BodyContent.of(message(body), null));
        return new String(
                content instanceof InputStream stream ? stream.readAllBytes() : (byte[]) content,
                StandardCharsets.UTF_8);
    }

    @Test
    @SuppressWarnings("JavaUtilDate")
    void scalarsAreText() throws IOException {
        Date date = new Date(0);
        assertThat(text(42)).isEqualTo("42");
        assertThat(text(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(text(true)).isEqualTo("true");
        assertThat(text('x')).isEqualTo("x");
        assertThat(text(CharBuffer.wrap("b\u00e9"))).isEqualTo("b\u00e9");
        assertThat(text(LocalDate.of(2026, 1, 2))).isEqualTo("2026-01-02");
        assertThat(text(UUID.fromString("00000000-0000-0000-0000-000000000001")))
                .isEqualTo("00000000-0000-0000-0000-000000000001");
        assertThat(text(date)).isEqualTo(context.getTypeConverter().convertTo(String.class, date));
        assertThat(BodyContent.isJson(message(42))).isFalse();
    }

    @Test
    void bytesStayAsTheyAre(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "file");
        ByteBuffer buffer = ByteBuffer.wrap("xbuffery".getBytes(StandardCharsets.US_ASCII), 1, 6);

        assertThat(text(new byte[] {'b'})).isEqualTo("b");
        assertThat(text(new ByteArrayInputStream(new byte[] {'s'}))).isEqualTo("s");
        assertThat(text(file)).isEqualTo("file");
        assertThat(text(file.toFile())).isEqualTo("file");
        assertThat(text(buffer)).isEqualTo("buffer");
        assertThat(text(buffer)).isEqualTo("buffer"); // a second attempt
        assertThat(BodyContent.of(message(null), null)).isNull();
    }

    @Test
    void structuresAreJson() throws IOException {
        assertThat(text(new TreeMap<>(Map.of("a", 1, "b", LocalDate.of(2026, 1, 2)))))
                .isEqualTo("{\"a\":1,\"b\":\"2026-01-02\"}");
        assertThat(text(List.of(1, "x", true))).isEqualTo("[1,\"x\",true]");
        assertThat(text(Set.of(1))).isEqualTo("[1]");
        assertThat(text(new int[] {1, 2})).isEqualTo("[1,2]");
        assertThat(text(new Point(1, "z"))).isEqualTo("{\"x\":1,\"y\":\"z\"}");
        assertThat(BodyContent.isJson(message(new Point(1, "z")))).isTrue();
        assertThat(BodyContent.isJson(message(Map.of()))).isTrue();
    }

    @Test
    void whatNothingMakesBytesOfIsNotEmpty() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        assertThatThrownBy(() -> text(new Nothing()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Nothing");
        assertThatThrownBy(() -> text(circle)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain; charset=ISO-8859-1, ISO-8859-1",
        "text/plain; a=b; Charset=\"utf-16be\" ; c=d, UTF-16BE",
        "application/json, UTF-8",
        "text/plain; charset=nonsense, UTF-8",
        "text/plain; charset=, UTF-8",
        "text/plain; charset=\u0001, UTF-8"
    })
    void textHasTheCharsetOfItsType(String type, String charset) {
        assertThat(BodyContent.of(message("caf\u00e9"), type))
                .isEqualTo("caf\u00e9".getBytes(Charset.forName(charset)));
    }
}
