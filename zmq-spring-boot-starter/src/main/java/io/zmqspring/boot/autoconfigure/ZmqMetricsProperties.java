package io.zmqspring.boot.autoconfigure;

/** What is measured beside the counters that are kept anyway. */
public final class ZmqMetricsProperties {

    /** Whether it is measured how long listeners take for a message, which costs two looks at the clock each. */
    private boolean handlingTime;

    public boolean isHandlingTime() {
        return handlingTime;
    }

    public void setHandlingTime(boolean handlingTime) {
        this.handlingTime = handlingTime;
    }
}
