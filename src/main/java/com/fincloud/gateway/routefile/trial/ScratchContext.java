package com.fincloud.gateway.routefile.trial;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.DefaultModelReifierFactory;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.spi.ModelReifierFactory;
import org.apache.camel.support.DefaultRegistry;

/** A Camel context for one check of one file. It is built from the shared classes, and shares no part that changes. */
final class ScratchContext extends DefaultCamelContext {

    /** A context that finds beans in {@code beans}, and serves nobody. */
    ScratchContext(BeanRepository beans, ScratchFactories factories) {
        super(false); // what Camel looks for while it builds is found by the shared factories already
        getCamelContextExtension().addContextPlugin(FactoryFinderResolver.class, factories);
        getCamelContextExtension().setBootstrapFactoryFinder(factories.bootstrap());
        disableJMX();
        build();
        getCamelContextExtension().setRegistry(new DefaultRegistry(beans));
        setAutoStartup(false);
        setSourceLocationEnabled(true);
    }

    @Override
    protected ModelReifierFactory createModelReifierFactory() {
        return new DefaultModelReifierFactory();
    }
}
