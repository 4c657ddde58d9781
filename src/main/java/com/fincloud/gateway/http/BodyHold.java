package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.UnreachableHolds;
import java.lang.ref.Cleaner;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Keeps the bodies of a request counted while an exchange that may outlive the request has them: a copy in a queue, in a wire tap or in a
 * group of an aggregate. The hold ends with that exchange, or when the exchange is no longer reachable, because Camel does not complete an
 * exchange that it drops from a queue.
 */
public final class BodyHold extends SynchronizationAdapter {

    /** The share of an exchange that serves no client's request, or whose request has ended. */
    private static final String OWN = "gateway.bodies";

    /** The hold of an exchange that is kept after its completion. */
    private static final String KEPT = "gateway.bodies.kept";

    private final Cleaner.Cleanable end;

    private BodyHold(KeptBodies.Share share) {
        end = UnreachableHolds.register(this, share::giveBack);
    }

    /** The share of the client's request; the exchange's own share if there is no client. */
    public static KeptBodies.Share share(Exchange exchange) {
        RequestContext context = RequestContext.find(exchange);
        if (context != null && context.bodies().share().isOpen()) {
            return context.bodies().share();
        }
        if (exchange.getProperty(OWN) instanceof KeptBodies.Share own && own.isOpen()) {
            return own;
        }
        return own(exchange, KeptBodies.ofHeap());
    }

    /** Gives an exchange its own share, which is released when the exchange is done. */
    public static KeptBodies.Share own(Exchange exchange, KeptBodies.Share share) {
        exchange.setProperty(OWN, share);
        exchange.getExchangeExtension().addOnCompletion(new BodyHold(share));
        return share;
    }

    /** Keeps the bodies counted until a copy is done. */
    public static void on(Exchange copy) {
        RequestContext context = RequestContext.find(copy);
        if (context != null) {
            hold(copy, context.bodies().share());
        }
        if (copy.getProperty(OWN) instanceof KeptBodies.Share own) {
            hold(copy, own);
        }
    }

    private static void hold(Exchange copy, KeptBodies.Share share) {
        if (share.hold()) {
            copy.getExchangeExtension().addOnCompletion(new BodyHold(share));
        }
    }

    /**
     * Keeps the bodies counted until the exchange and all its copies are no longer reachable. For steps that keep an exchange after Camel
     * has completed it.
     */
    public static void untilUnreachable(Exchange exchange) {
        KeptBodies.Share share = share(exchange);
        if (exchange.getProperty(KEPT) == null && share.hold()) {
            exchange.setProperty(KEPT, new BodyHold(share)); // copies of the exchange refer to it as well
        }
    }

    /** Ends the holds on an exchange that will not be processed. */
    public static void drop(Exchange copy) {
        List<Synchronization> completions = copy.getExchangeExtension().handoverCompletions();
        if (completions != null) {
            for (Synchronization completion : completions) {
                if (completion instanceof BodyHold hold) {
                    hold.end.clean();
                } else {
                    copy.getExchangeExtension().addOnCompletion(completion);
                }
            }
        }
    }

    /** Does nothing: each exchange that has the bodies has its own hold. */
    @Override
    public boolean allowHandover() {
        return false;
    }

    @Override
    public void onDone(Exchange done) {
        end.clean();
    }
}
