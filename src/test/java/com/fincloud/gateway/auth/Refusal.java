package com.fincloud.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How tests say that a token does not pass. */
public final class Refusal {

    private Refusal() {}

    public static void assertRefused(GatewayError error, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.error())
                .isEqualTo(error));
    }

    static void assertInvalid(JwtVerifier verifier, String token) {
        assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.verify(List.of("Bearer " + token)));
    }
}
