package com.fincloud.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How tests say that a token does not pass. */
final class Refusal {

    private Refusal() {}

    static void assertRefused(GatewayError error, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.error())
                .isEqualTo(error));
    }

    static void assertInvalid(JwtVerifier verifier, String token) {
        assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.verify(List.of("Bearer " + token)));
    }
}
