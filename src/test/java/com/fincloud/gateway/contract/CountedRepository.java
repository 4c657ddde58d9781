package com.fincloud.gateway.contract;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/** A bean for an option of an endpoint, which Camel starts and stops together with the endpoint. */
public class CountedRepository extends MemoryIdempotentRepository {

    static final AtomicInteger STOPPED = new AtomicInteger();

    /** Creates an empty repository. */
    public CountedRepository() {}

    @Override
    protected void doStop() throws Exception {
        STOPPED.incrementAndGet();
        super.doStop();
    }

    /** A repository of a class of which no proxy can be made. */
    public static final class Final extends CountedRepository {

        /** Creates an empty repository. */
        public Final() {}
    }
}
