package com.fincloud.gateway.upstream.instance;

/** One call of an instance: it counts as under way until {@link #released}, and is judged once. */
public final class InstanceCall {

    private final Instance instance;
    private final boolean trial;
    private final boolean statusCounts;
    private final long leftOutTimes;
    private final long responsesBefore;
    private boolean judged;
    private boolean leftOutBefore;

    InstanceCall(Instance instance, boolean trial, boolean statusCounts) {
        this.instance = instance;
        this.trial = trial;
        this.statusCounts = statusCounts;
        this.leftOutTimes = instance.health().leftOutTimes();
        this.responsesBefore = instance.health().sending();
    }

    public Instance instance() {
        return instance;
    }

    /** A response head has arrived; {@code failed} says whether its status is a failure. */
    public void responded(boolean failed) {
        if (failed && !statusCounts) {
            end(true);
        } else if (!judged) {
            judged = true;
            instance.health().waitEnds(true);
            judge(failed);
        }
    }

    /** There is no response. */
    public void failed(InstanceFailure failure) {
        if (!judged) {
            judged = true;
            boolean answered = instance.health().responses() != responsesBefore;
            instance.health().waitEnds(false);
            leftOutBefore = instance.health().failed(failure, trial, answered);
        }
    }

    /** Whether the instance was left out already when this call failed. */
    public boolean leftOutBefore() {
        return leftOutBefore;
    }

    private void judge(boolean failed) {
        if (failed) {
            instance.health().failed(InstanceFailure.STATUS, trial, true);
        } else {
            instance.health().succeeded(leftOutTimes);
        }
    }

    /** The call has ended. If it was not judged, it says nothing about the instance: its client left for instance. */
    public void ended() {
        end(false);
    }

    private void end(boolean responded) {
        if (!judged) {
            judged = true;
            instance.health().waitEnds(responded);
            if (trial) {
                instance.health().trialEnds();
            }
        }
    }

    /** The connection of the call was returned or closed. */
    public void released() {
        instance.health().released();
    }
}
