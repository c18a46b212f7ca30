package io.zmqspring.boot.autoconfigure;

import java.time.Duration;

/** Batches of listeners that take several messages at a time. */
public final class ZmqBatchProperties {

    /** Most messages of a batch. */
    private int size = 100;

    /** Longest wait for more messages after the first of a batch; zero takes what is there. */
    private Duration timeout = Duration.ofMillis(100);

    public int getSize() {
        return size;
    }

    public void setSize(int size) {
        this.size = size;
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
