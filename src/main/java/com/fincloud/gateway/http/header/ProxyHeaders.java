package com.fincloud.gateway.http.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Request fields with which a proxy tells a server the client's identity, its address, or its original request. Some application servers
 * and frameworks trust these fields from any sender, so the gateway drops them from client requests. Names are in lower case, with a dash
 * for each character that is neither a letter nor a digit.
 */
final class ProxyHeaders {

    private static final Set<String> NAMES = Set.of(
            // the client's address
            "client-ip",
            "x-client-port",
            "x-clientip",
            "x-coming-from",
            "coming-from",
            "x-real-port",
            "x-source-ip",
            "x-true-ip",
            "x-proxyuser-ip",
            "x-nginx-proxy",
            "xproxy",
            "xonnection",
            // the connection and the target
            "front-end-https",
            "x-scheme",
            "x-url-scheme",
            "x-proto",
            "x-https",
            "https",
            "x-host",
            "x-script-name",
            "script-name",
            // the path of a file that a server is to send (Rack)
            "x-sendfile-type",
            "x-accel-mapping",
            // the user
            "eppn",
            "x-anonymous-consumer",
            "x-apigateway-api-userinfo",
            "x-credential-identifier",
            "x-endpoint-api-userinfo",
            "x-endpoint-api-consumer-number",
            "x-endpoint-api-consumer-type",
            "x-goog-iap-jwt-assertion",
            "x-email",
            "x-groups",
            "x-principal",
            "x-role",
            "x-roles",
            "x-webauth",
            "x-webauthuser",
            // a certificate (RFC 9440 and its forerunners)
            "client-cert",
            "client-cert-chain",
            "client-verify",
            "x-client-cert",
            "x-client-certificate",
            "x-client-dn",
            "x-client-verify");

    /** Fields with credentials that the backend itself verifies. They match a pattern below, but are not dropped. */
    private static final Set<String> CREDENTIALS = Set.of(
            "x-auth-token", "x-auth-key", "x-auth-secret", "x-auth-signature", "x-auth-timestamp", "x-auth-nonce");

    private static final Prefixes PREFIXES = new Prefixes(List.of(
            "-ws", // $WSRU, $WSRA and other fields of WebSphere's plug-in
            "cf-",
            "cloudfront-",
            "fastly-client",
            "forwarded-",
            "http-", // the prefix that a CGI server puts before a name
            "impersonate-",
            "iv-", // WebSEAL
            "oam-",
            "oidc-",
            "osso-",
            "proxy-user",
            "remote-",
            "shib-",
            "sm-", // SiteMinder
            "ssl-",
            "webauth-",
            "wl-proxy-",
            "x-amzn-mtls-",
            "x-amzn-oidc-",
            "x-appengine-",
            "x-arr-",
            "x-auth-",
            "x-authelia-",
            "x-authenticated-",
            "x-authentik-",
            "x-azure-",
            "x-client-cert-",
            "x-client-ssl-",
            "x-consumer-",
            "x-envoy-",
            "x-forward", // X-Forwarded, X-Forward-For
            "x-goog-authenticated-user-",
            "x-impersonate-",
            "x-jwt-claim",
            "x-jwt-payload",
            "x-ms-client-principal",
            "x-ms-token-",
            "x-original-",
            "x-originating-",
            "x-pomerium-",
            "x-proxy-",
            "x-remote-",
            "x-rewrite-",
            "x-shib-",
            "x-ssl-",
            "x-tls-client-",
            "x-token-",
            "x-user", // X-User, X-Username, X-UserInfo; the gateway's own X-User-* fields are accepted from no sender
            "x-vouch-",
            "x-webauth-"));

    private ProxyHeaders() {}

    /** Endings of fields that begin with the name of a product: Fly-Client-IP, DO-Connecting-IP, Ali-CDN-Real-IP. */
    private static final List<String> ENDINGS = List.of(
            "-client-ip",
            "-client-connection-ip",
            "-connecting-ip",
            "-forwarded-for",
            "-real-ip",
            "-remote-addr",
            "-remote-ip",
            "-src-ip",
            "-host-override");

    /** Whether only a proxy may send this field. */
    static boolean contains(String dashed) {
        return NAMES.contains(dashed)
                || (PREFIXES.match(dashed) && !CREDENTIALS.contains(dashed))
                || hasProxyEnding(dashed);
    }

    private static boolean hasProxyEnding(String dashed) {
        char last = dashed.isEmpty() ? '-' : dashed.charAt(dashed.length() - 1);
        if (last != 'p' && last != 'r' && last != 'e') {
            return false;
        }
        for (String ending : ENDINGS) {
            if (dashed.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Prefixes of names, indexed by a letter, so that a name is compared with only a few of them. */
    private static final class Prefixes {

        private static final int LETTERS = 128;

        private final String[][] plain = new String[LETTERS][0];
        private final String[][] extended = new String[LETTERS][0];

        Prefixes(List<String> prefixes) {
            for (int letter = 0; letter < LETTERS; letter++) {
                plain[letter] = beginning(prefixes, "", letter);
                extended[letter] = beginning(prefixes, "x-", letter);
            }
        }

        private static String[] beginning(List<String> prefixes, String before, int letter) {
            List<String> found = new ArrayList<>();
            for (String prefix : prefixes) {
                if (prefix.startsWith(before + (char) letter)) {
                    found.add(prefix);
                }
            }
            return found.toArray(new String[0]);
        }

        boolean match(String name) {
            boolean extension = name.length() > 2 && name.charAt(0) == 'x' && name.charAt(1) == '-';
            int letter = name.isEmpty() ? LETTERS : name.charAt(extension ? 2 : 0);
            if (letter >= LETTERS) {
                return false;
            }
            for (String prefix : (extension ? extended : plain)[letter]) {
                if (name.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }
}
