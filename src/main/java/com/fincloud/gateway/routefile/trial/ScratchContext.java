package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.extension.Extensions;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.DefaultModelReifierFactory;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.spi.ModelReifierFactory;
import org.apache.camel.support.DefaultRegistry;

/** A Camel context for one check of one file. It shares classes with other contexts, but no mutable state. */
final class ScratchContext extends DefaultCamelContext {

    /** Creates a context that finds the beans and extensions of {@code live}, and serves no requests. */
    ScratchContext(CamelContext live, ScratchFactories factories) {
        super(false); // not built yet: Camel's own look-ups must use the shared factories
        getCamelContextExtension().addContextPlugin(FactoryFinderResolver.class, factories);
        getCamelContextExtension().setBootstrapFactoryFinder(factories.bootstrap());
        disableJMX();
        Extensions.share(live, this);
        build();
        getCamelContextExtension().setRegistry(new DefaultRegistry(new ReadOnlyBeans(live)));
        setAutoStartup(false);
        setSourceLocationEnabled(true);
    }

    @Override
    protected ModelReifierFactory createModelReifierFactory() {
        return new DefaultModelReifierFactory();
    }
}
