package io.zmqspring.core.connection;

import java.io.IOException;

/**
 * One step of a connection's work on its loop, such as a read or a timer; what it throws closes that connection and no
 * other.
 */
@FunctionalInterface
interface ConnectionStep {

    /**
     * Does the step.
     *
     * @throws IOException when the channel is broken
     */
    void run() throws IOException;
}
