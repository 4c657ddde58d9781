package com.fincloud.gateway.routefile.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.junit.jupiter.api.Test;

/** Contract 11.4: a check costs little, and shares with another only what never changes. */
class ScratchFactoriesTest {

    private final AtomicInteger searches = new AtomicInteger();
    private final ClassResolver classes = new DefaultClassResolver() {
        @Override
        public InputStream loadResourceAsStream(String uri) {
            searches.incrementAndGet();
            return super.loadResourceAsStream(uri);
        }
    };
    private final ScratchFactories factories = new ScratchFactories(classes);

    private ScratchContext started() {
        ScratchContext scratch = new ScratchContext(new DefaultCamelContext(), factories);
        scratch.start();
        scratch.getComponent("direct");
        scratch.resolveLanguage("simple");
        return scratch;
    }

    @Test
    void aSecondContextSearchesNoJarAgain() {
        started().stop();
        int first = searches.get();
        assertThat(first).isPositive();

        started().stop();
        assertThat(searches).hasValue(first);
    }

    @Test
    void twoContextsShareNoPart() throws Exception {
        try (DefaultCamelContext one = started();
                DefaultCamelContext other = started()) {
            assertThat(one.getComponent("direct")).isNotSameAs(other.getComponent("direct"));
            assertThat(one.resolveLanguage("simple")).isNotSameAs(other.resolveLanguage("simple"));
            assertThat(one.getTypeConverterRegistry()).isNotSameAs(other.getTypeConverterRegistry());
            assertThat(one.getRegistry()).isNotSameAs(other.getRegistry());
        }
    }

    @Test
    void manyUnknownNamesMakeNoKnownOneUnknown() {
        FactoryFinder finder = factories.resolveFactoryFinder(classes, "META-INF/services/org/apache/camel/component/");
        for (int i = 0; i < 2_500; i++) {
            assertThat(finder.findOptionalClass("unknown-" + i)).isEmpty();
        }
        assertThat(finder.findOptionalClass("direct")).isPresent();
    }
}
