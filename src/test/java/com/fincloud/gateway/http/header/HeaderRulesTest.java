package com.fincloud.gateway.http.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.5, 2.6, 4.3 and 8.2. */
class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection",
                "keep-alive",
                "proxy-authenticate",
                "proxy-authorization",
                "proxy-connection",
                "proxy",
                "te",
                "trailer",
                "transfer-encoding",
                "upgrade",
                "http2-settings",
                "expect",
                "camelhttpuri",
                "camel-x",
                "org.apache.camel.x"
            })
    void aHeaderOfTheConnectionOrOfCamelCrossesInNeitherDirection(String name) {
        assertThat(HeaderRules.dropFromRequest(name, Set.of())).isTrue();
        assertThat(HeaderRules.dropFromResponse(name, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-user-id",
                "x-user-email",
                "x-user-role",
                "x_user_id",
                "x-user_id",
                "x_user-role",
                "x-request-id",
                "x_request_id",
                "x-forwarded-for",
                "x-forwarded-proto",
                "x-forwarded-host",
                "x-forwarded-port",
                "x-forwarded-prefix",
                "x_forwarded_for",
                "x.user.id",
                "x-user~role",
                "content_length",
                "transfer_encoding",
                "forwarded",
                "traceparent",
                "tracestate",
                "host",
                "content-length",
                "content_length",
                "transfer_encoding",
                "keep_alive"
            })
    void whatOnlyTheGatewayKnowsIsNotTakenFromAClient(String name) {
        assertThat(HeaderRules.dropFromRequest(name, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept",
                "accept-encoding",
                "authorization",
                "cache-control",
                "content-encoding",
                "content-type",
                "cookie",
                "if-none-match",
                "range",
                "origin",
                "user-agent",
                "x-user",
                "x-user-identity",
                "x-user-id-2",
                "x-api-key",
                "x_custom",
                "my-camel",
                "upgrade-insecure-requests",
                "connection-id"
            })
    void anyOtherHeaderOfAClientReachesTheBackend(String name) {
        assertThat(HeaderRules.dropFromRequest(name, Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-real-ip", "x_real_ip", "true-client-ip", "x-forwarded-ssl", "x-original-url"})
    void whatATrustedProxyMaySayIsNotTakenFromOthers(String name) {
        assertThat(HeaderRules.dropFromClient(name, Set.of(), true)).isFalse();
        assertThat(HeaderRules.dropFromClient(name, Set.of(), false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-user",
                "x-username",
                "x-userinfo",
                "remote-user",
                "remote_addr",
                "x-remote-user",
                "x-auth-user",
                "x-auth-request-email",
                "x-authenticated-userid",
                "x-webauth-user",
                "x-forwarded",
                "x-forwarded-user",
                "x-forwarded-access-token",
                "x-forwarded-client-cert",
                "x-forward-for",
                "forwarded-for",
                "x-token-subject",
                "x-consumer-username",
                "x-credential-identifier",
                "x-envoy-external-address",
                "x-envoy-original-path",
                "x-goog-authenticated-user-email",
                "x-amzn-oidc-identity",
                "x-ms-client-principal",
                "x-ms-client-principal-name",
                "x-ssl-client-cert",
                "x-ssl-cert",
                "ssl-client-verify",
                "ssl_client_s_dn",
                "x-client-cert",
                "client-cert",
                "x-arr-ssl",
                "wl-proxy-client-ip",
                "wl-proxy-ssl",
                "wl_proxy_client_ip",
                "proxy-client-ip",
                "http_client_ip",
                "http-x-forwarded-for",
                "$wsra",
                "$wsru",
                "iv-user",
                "sm_user",
                "oidc_claim_sub",
                "x-cluster-client-ip",
                "x_true_client_ip",
                "fly-client-ip",
                "fastly-client-ip",
                "do-connecting-ip",
                "x-nf-client-connection-ip",
                "x-vercel-forwarded-for",
                "z-forwarded-for",
                "ali-cdn-real-ip",
                "cdn-src-ip",
                "x-http-host-override",
                "x-coming-from",
                "x-proxyuser-ip",
                "x-original-uri",
                "x-original-remote-addr",
                "x-rewrite-url",
                "x-sendfile-type",
                "impersonate-user"
            })
    void whoTheClientIsAndWhereItComesFromIsTakenFromTrustedProxiesAlone(String name) {
        assertThat(HeaderRules.dropFromClient(name, Set.of(), false)).isTrue();
        assertThat(HeaderRules.dropFromClient(name, Set.of(), true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-user-roles", "x-user-name", "x_user_anything", "x-user-", "x.user.groups"})
    void theUserIsTakenFromNobody(String name) {
        assertThat(HeaderRules.dropFromClient(name, Set.of(), false)).isTrue();
        assertThat(HeaderRules.dropFromClient(name, Set.of(), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-real",
                "x-ip",
                "accept",
                "x-url",
                "x-auth-token",
                "x-api-key",
                "x-access-token",
                "x-client-id",
                "x-client-version",
                "x-requested-with",
                "x-csrf-token",
                "x-xsrf-token",
                "x-hub-signature-256",
                "x-amzn-trace-id",
                "x-cloud-trace-context",
                "idempotency-key",
                "sec-fetch-mode",
                "sec-websocket-key",
                "http2",
                "ssl",
                "via",
                "x-",
                "x",
                "-"
            })
    void noProxyIsNeededToSayAnythingElse(String name) {
        assertThat(HeaderRules.dropFromClient(name, Set.of(), false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access-control-allow-origin",
                "access-control-allow-credentials",
                "access-control-expose-headers",
                "access-control-max-age"
            })
    void aBackendsCorsHeadersAreReplaced(String name) {
        assertThat(HeaderRules.dropFromResponse(name, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set-cookie",
                "location",
                "content-type",
                "content-encoding",
                "content-length",
                "etag",
                "vary",
                "server",
                "www-authenticate",
                "x-user-id",
                "x-custom",
                "retry-after"
            })
    void anyOtherHeaderOfABackendReachesTheClient(String name) {
        assertThat(HeaderRules.dropFromResponse(name, Set.of())).isFalse();
    }

    @Test
    void whatConnectionNominatesIsDroppedInBothDirections() {
        Set<String> nominated = HeaderRules.nominated(List.of("close, X-Hop", " Keep-Alive ,,x-other"));

        assertThat(nominated).containsExactlyInAnyOrder("close", "x-hop", "keep-alive", "x-other");
        assertThat(HeaderRules.dropFromRequest("x-hop", nominated)).isTrue();
        assertThat(HeaderRules.dropFromResponse("x-other", nominated)).isTrue();
        assertThat(HeaderRules.dropFromRequest("x-hop-2", nominated)).isFalse();
    }

    @Test
    void withoutAConnectionHeaderNothingIsNominated() {
        assertThat(HeaderRules.nominated(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-user-id",
                "x-user-anything",
                "x_user_anything",
                "x-forwarded-for",
                "x-forwarded-anything",
                "x_forwarded_for",
                "forwarded",
                "x-request-id",
                "x_request_id",
                "x-process-time",
                "x-ratelimit-limit",
                "x_ratelimit_remaining_hour",
                "ratelimit",
                "ratelimit-policy",
                "ratelimit_policy",
                "access-control-allow-origin",
                "traceparent",
                "host",
                "content-length",
                "transfer-encoding",
                "connection",
                "camelhttpuri"
            })
    void noRouteMaySetWhatTheGatewaySets(String name) {
        assertThat(HeaderRules.isReserved(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-user",
                "x-api-key",
                "content-type",
                "authorization",
                "retry-after",
                "x-ratelimit",
                "ratelimits",
                "cookie"
            })
    void aRouteMaySetAnyOther(String name) {
        assertThat(HeaderRules.isReserved(name)).isFalse();
    }
}
