package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.3 and 2.12: which route a path belongs to. */
class RouteTableTest {

    private final RouteTable table = new RouteTable();

    private RouteConsumer consumer(String path, String methods, boolean below) {
        return TestConsumer.of(table, path, methods, below);
    }

    private RouteConsumer exact(String path) {
        return added(consumer(path, "", false));
    }

    private RouteConsumer prefix(String path) {
        return added(consumer(path, "", true));
    }

    private RouteConsumer added(RouteConsumer consumer) {
        table.add(consumer);
        return consumer;
    }

    private List<String> matched(String path) {
        return table.index().match(path).stream().map(RouteConsumer::path).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "/a/b/", "/a/b/c", "/a/b/c/d", "/a/b//c", "/a/b/%2e", "/a/b/;x"})
    void aPrefixServesItselfAndWhatIsBelow(String path) {
        prefix("/a/b");

        assertThat(matched(path)).containsExactly("/a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "/a/bx",
                "/a/b;x",
                "/a/b%2fc",
                "/a/B",
                "/a/%62",
                "/A/b",
                "/x/a/b",
                "//a/b",
                "/a//b"
            })
    void aPrefixEndsAtASegmentAndIsComparedRaw(String path) {
        prefix("/a/b");

        assertThat(matched(path)).isEmpty();
    }

    @Test
    void anExactPathServesItselfOnly() {
        exact("/a");

        assertThat(matched("/a")).containsExactly("/a");
        assertThat(matched("/a/")).isEmpty();
        assertThat(matched("/a/b")).isEmpty();
    }

    @Test
    void theBestMatchComesFirst() {
        prefix("/");
        prefix("/a");
        prefix("/a/b");
        exact("/a/b/c");
        exact("/a/{x}/c");

        assertThat(matched("/a/b/c")).containsExactly("/a/b/c", "/a/{x}/c", "/a/b", "/a");
        assertThat(matched("/a/z/c")).containsExactly("/a/{x}/c", "/a");
        assertThat(matched("/a/b/c/d")).containsExactly("/a/b", "/a");
        assertThat(matched("/a/bc")).containsExactly("/a");
        assertThat(matched("/b")).containsExactly("/");
    }

    @Test
    void theOrderOfLoadingDoesNotMatter() {
        prefix("/a/b");
        prefix("/a");

        assertThat(matched("/a/b/c")).containsExactly("/a/b", "/a");
    }

    @Test
    void thePrefixOfEverythingIsTheLastResort() {
        prefix("/");
        exact("/");

        assertThat(table.index().match("/")).singleElement().matches(page -> !page.servesBelow());
        assertThat(table.index().match("/x")).singleElement().matches(RouteConsumer::servesBelow);
    }

    @Test
    void routesOfOnePathShareItByTheirMethods() {
        RouteConsumer get = added(consumer("/a", "get, HEAD", false));
        RouteConsumer post = added(consumer("/a", "POST", false));

        assertThat(table.index().match("/a")).containsExactly(get, post);
        assertThat(get.methods()).containsExactly("GET", "HEAD");
        assertThat(get.serves("HEAD")).isTrue();
        assertThat(get.serves("POST")).isFalse();
        assertThat(get.serves("get")).isFalse();
        assertThat(post.serves("POST")).isTrue();
        assertThat(consumer("/b", "", false).serves("ANYTHING")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/{x}, false, /a/1, x=1",
        "/a/{x}, false, /a/%31%2f;v, x=%31%2f;v",
        "/a/{x}/b, false, /a/1/b, x=1",
        "/{x}, false, /a, x=a",
        "/a/{x}, true, /a/1/b/c, x=1",
        "/a/{x}, true, /a/1/, x=1",
        "/a/{x}, false, /a, none",
        "/a/{x}, false, /a/, none",
        "/a/{x}, false, /a/1/, none",
        "/a/{x}, false, /a/1/b, none",
        "/a/{x}, false, /b/1, none",
        "/a/{x}/b, false, /a//b, none",
        "/a/{x}/b, true, /a/1, none",
        "/a/{x}/b, true, /a/1/bc, none"
    })
    void aNamedSegmentTakesOneSegmentThatIsNotEmpty(String route, boolean below, String path, String expected) {
        RouteConsumer consumer = added(consumer(route, "", below));

        if (expected.equals("none")) {
            assertThat(table.index().match(path)).isEmpty();
            assertThat(consumer.pathVariables(path)).isNull();
        } else {
            assertThat(table.index().match(path)).containsExactly(consumer);
            assertThat(consumer.pathVariables(path)).isEqualTo(Map.of("x", expected.substring(2)));
        }
    }

    @Test
    void twoNamedSegmentsHaveTheirOwnValues() {
        assertThat(consumer("/a/{x}/b/{y}", "", false).pathVariables("/a/1/b/2"))
                .isEqualTo(Map.of("x", "1", "y", "2"));
    }
}
