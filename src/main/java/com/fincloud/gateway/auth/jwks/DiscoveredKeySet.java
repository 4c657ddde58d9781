package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.auth.token.StrictJson;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key set that an issuer's discovery document names (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3). The document is read
 * before each fetch of the keys, so that a new place is noticed.
 */
final class DiscoveredKeySet implements KeySetDocument.Source {

    private final KeySetClient client;
    private final String issuer;

    DiscoveredKeySet(KeySetClient client, String issuer) {
        this.client = client;
        this.issuer = issuer;
    }

    @Override
    public KeySetDocument fetch() throws IOException {
        Map<String, @Nullable Object> document =
                StrictJson.object(new StringReader(client.fetch().text()));
        // Otherwise one issuer could name the keys of another (section 4.3).
        if (!issuer.equals(document.get("issuer"))) {
            throw new IOException("the discovery document is of another issuer");
        }
        return client.fetch(place(document.get("jwks_uri")));
    }

    private static URI place(@Nullable Object url) throws IOException {
        try {
            if (url instanceof String text) {
                URI place = new URI(text);
                if ("https".equalsIgnoreCase(place.getScheme())
                        && place.getHost() != null
                        && place.getUserInfo() == null
                        && place.getPort() <= 65_535) {
                    return place;
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException("the discovery document's jwks_uri is no URL", e);
        }
        throw new IOException("the discovery document's jwks_uri is no https URL");
    }

    @Override
    public void close() {
        client.close();
    }
}
