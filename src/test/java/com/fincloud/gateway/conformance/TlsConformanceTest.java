package com.fincloud.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same tables over TLS: what the gateway does with bytes does not depend on whether they came encrypted. */
class TlsConformanceTest {

    /** Those in which bytes are passed; the others are about what is decided once they have been read. */
    private static final List<String> TABLES = List.of("chunks", "headers", "pipelining", "bodies", "answers");

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "127.0.0.1").writeTo(folder);
        gateway = GatewayUnderTest.startHere(
                TestCertificate.context(authority, null).getSocketFactory(),
                "TLS_CERTIFICATE=" + folder.resolve("tls.crt"),
                "TLS_PRIVATE_KEY=" + folder.resolve("tls.key"),
                "MAX_REQUEST_BODY=1MB",
                "REQUEST_TIMEOUT=10");
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    @AfterEach
    void nothingUnforeseenWasLogged() {
        assertThat(gateway.unforeseen()).isEmpty();
    }

    /** Over TLS the end of one direction is the end of both, and a reset may come before what was sent has been decrypted. */
    private static boolean endsItsDirection(Case told) {
        return told.sends().steps().stream().anyMatch(step -> step instanceof Step.End || step instanceof Step.Reset);
    }

    @TestFactory
    Stream<DynamicContainer> aCaseIsAnsweredAsItsLineSays() {
        return TABLES.stream()
                .map(table -> DynamicContainer.dynamicContainer(
                        table,
                        gateway.cases(table).stream()
                                .filter(told -> !endsItsDirection(told))
                                .map(told -> DynamicTest.dynamicTest(told.fact(), () -> gateway.run(told)))));
    }
}
