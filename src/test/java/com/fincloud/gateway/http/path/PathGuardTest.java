package com.fincloud.gateway.http.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.3: a path that a backend could read differently is refused, any other passes as it is. */
class PathGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/.",
                "/../",
                "/./",
                "/a/..",
                "/a/.",
                "/a/../b",
                "/a/./b",
                "/../a",
                "/./a",
                "//..",
                "/a//../b",
                "/..;x",
                "/..;x/b",
                "/a/..;/b",
                "/a/.;x/b",
                "/a/..;x=1;y=2/b",
                "/a/..;.a/b",
                "/a;v=1/../b",
                "/a;v=1/..",
                "/;/./",
                "/%2e%2e/a",
                "/%2E%2E/a",
                "/.%2e/a",
                "/%2e./a",
                "/%2e/a",
                "/a/%2e",
                "/a/%2e%2E",
                "/a/..%3bx/b",
                "/a/%2e%2e%3Bx/b",
                "/a%2f..%2fb",
                "/a%2F../b",
                "/a/..%2fb",
                "/a%2f.",
                "/a%2f.%2fb",
                "/%2f..",
                "/..%2f",
                "/a%2f%2e%2e",
                "/a\\b",
                "/..\\a",
                "/a%5cb",
                "/a%5C..",
                "/%5c",
                "/a%00",
                "/a%00.json",
                "/%00",
                "/a%0d%0aX:%20y",
                "/a%0A",
                "/a%1f",
                "/a%7f",
                "/a\u0000",
                "/a\tb",
                "/a\nb",
                "/a\u007f"
            })
    void aPathWithASecondReadingIsRefused(String path) {
        assertRefused(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%2",
                "/a%",
                "/a%2",
                "/%zz",
                "/%2g",
                "/%g2",
                "/%%",
                "/% 20",
                "/%-1",
                "/%+1",
                "/%u002e",
                "/%c0%ae%c0%ae/a",
                "/%C0%AF",
                "/%c1%9c",
                "/%e0%80%ae/a",
                "/%E0%80%AF",
                "/%e0%9f%bf",
                "/%f0%80%80%ae",
                "/%f0%8f%bf%bf",
                "/a\u00c0\u00ae"
            })
    void aBrokenEncodingIsRefused(String path) {
        assertRefused(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a", "a/b", "http://a/b", "?", " /a", "\\", "%2f", "%2fa"})
    void whatDoesNotBeginWithASlashIsRefused(String path) {
        assertRefused(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "/a/b/c",
                "//",
                "/a//b",
                "///",
                "/...",
                "/a/.../b",
                "/....",
                "/.a",
                "/a.",
                "/a..",
                "/..a",
                "/.a.",
                "/a..b",
                "/.well-known/openid",
                "/a/.b/c",
                "/a;..",
                "/a;../b",
                "/a;./b",
                "/;..",
                "/;../b",
                "/;v=1",
                "/a;v=1;w=2/b",
                "/a.;x/b",
                "/...;x/b",
                "/%20",
                "/a%20b",
                "/a+b",
                "/a%2fb",
                "/a%2F%2Fb",
                "/a%2f...",
                "/%2e%2e%2e",
                "/%2ea",
                "/a%2e",
                "/%2e%2ea",
                "/%252e%252e/a",
                "/%25",
                "/%25%32%65",
                "/caf%C3%A9",
                "/%e2%82%ac",
                "/%f0%9f%98%80",
                "/%e0%a4%a9",
                "/%f0%90%8d%88",
                "/%80",
                "/%ff",
                "/%3f%23",
                "/{id}",
                "/${x}/{{y}}",
                "/a,b/c=d&e!f~g'h(i)*",
                "/a:b@c",
                "/[1]|^`"
            })
    void aPathWithOneReadingPasses(String path) {
        assertThatCode(() -> PathGuard.check(path)).doesNotThrowAnyException();
    }

    private static void assertRefused(String path) {
        assertThatThrownBy(() -> PathGuard.check(path))
                .isInstanceOfSatisfying(GatewayException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(GatewayError.MALFORMED_PATH));
    }
}
