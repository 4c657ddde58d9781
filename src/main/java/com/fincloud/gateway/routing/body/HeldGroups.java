package com.fincloud.gateway.routing.body;

import com.fincloud.gateway.http.BodyHold;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.AggregationStrategyAwareDefinition;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.reifier.AggregateReifier;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@code aggregate} steps of routes. The exchanges that wait in a group keep their bodies counted until the group is complete,
 * since their requests have been answered long before.
 */
public final class HeldGroups {

    private HeldGroups() {}

    /** Camel's step, whose groups hold what they have. */
    public static Processor processor(Route route, AggregateDefinition step) throws Exception {
        return new Reifier(route, step).createProcessor();
    }

    private static final class Reifier extends AggregateReifier {

        private Reifier(Route route, AggregateDefinition step) {
            super(route, step);
        }

        @Override
        public @Nullable AggregationStrategy getConfiguredAggregationStrategy(
                AggregationStrategyAwareDefinition<?> step) {
            AggregationStrategy strategy = super.getConfiguredAggregationStrategy(step);
            return strategy == null ? null : new Holding(strategy);
        }

        /** A strategy that says by itself when a group is complete does so behind the wrapper, too. */
        @Override
        protected AggregateProcessor createAggregator() throws Exception {
            AggregateProcessor processor = super.createAggregator();
            if (processor.getCompletionPredicate() == null
                    && processor.getAggregationStrategy() instanceof Holding holding
                    && holding.strategy instanceof Predicate predicate) {
                processor.setCompletionPredicate(predicate);
            }
            return processor;
        }
    }

    /** Lets the exchange that stands for a group hold the bodies of all that have come together in it. */
    private static final class Holding extends ServiceSupport implements AggregationStrategy, CamelContextAware {

        private final AggregationStrategy strategy;
        private @Nullable CamelContext context;

        private Holding(AggregationStrategy strategy) {
            this.strategy = strategy;
        }

        @Override
        public @Nullable Exchange aggregate(@Nullable Exchange group, Exchange next) {
            BodyHold.on(next);
            try {
                return heldBy(strategy.aggregate(group, next), group, next);
            } catch (RuntimeException | Error e) {
                BodyHold.drop(next);
                throw e;
            }
        }

        @Override
        public @Nullable Exchange aggregate(@Nullable Exchange group, Exchange next, Exchange input) {
            BodyHold.on(next);
            try {
                return heldBy(strategy.aggregate(group, next, input), group, next);
            } catch (RuntimeException | Error e) {
                BodyHold.drop(next);
                throw e;
            }
        }

        private static @Nullable Exchange heldBy(@Nullable Exchange result, @Nullable Exchange group, Exchange next) {
            handOver(group, result);
            handOver(next, result);
            if (result != null) {
                result.setPattern(ExchangePattern.InOnly); // no client waits, so calls must not end with a request
            }
            return result;
        }

        private static void handOver(@Nullable Exchange part, @Nullable Exchange result) {
            if (part != null && result != null && part != result) {
                part.getExchangeExtension().handoverCompletions(result);
            }
        }

        @Override
        public boolean canPreComplete() {
            return strategy.canPreComplete();
        }

        @Override
        public boolean preComplete(@Nullable Exchange group, Exchange next) {
            return strategy.preComplete(group, next);
        }

        @Override
        public void onCompletion(@Nullable Exchange group) {
            strategy.onCompletion(group);
        }

        @Override
        public void onCompletion(@Nullable Exchange group, @Nullable Exchange input) {
            strategy.onCompletion(group, input);
        }

        @Override
        public void timeout(Exchange group, int index, int total, long time) {
            strategy.timeout(group, index, total, time);
        }

        @Override
        public void onOptimisticLockFailure(Exchange group, Exchange next) {
            BodyHold.drop(next);
            strategy.onOptimisticLockFailure(group, next);
        }

        @Override
        public void setCamelContext(@Nullable CamelContext camelContext) {
            context = camelContext;
            CamelContextAware.trySetCamelContext(strategy, camelContext);
        }

        @Override
        public @Nullable CamelContext getCamelContext() {
            return context;
        }

        @Override
        protected void doStart() {
            ServiceHelper.startService(strategy);
        }

        @Override
        protected void doStop() {
            ServiceHelper.stopAndShutdownService(strategy);
        }
    }
}
