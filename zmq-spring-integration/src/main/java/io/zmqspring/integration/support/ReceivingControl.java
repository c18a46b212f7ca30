package io.zmqspring.integration.support;

import org.springframework.integration.context.OrderlyShutdownCapable;
import org.springframework.integration.core.Pausable;

/** Pause and orderly shutdown of endpoints that receive through an {@link AdapterLoop}. Any thread. */
public interface ReceivingControl extends Pausable, OrderlyShutdownCapable {

    /** {@return the receiving side of this endpoint, for the methods of this interface} */
    AdapterLoop adapterLoop();

    /**
     * Takes no further message off the socket, also over a stop and a start, until {@link #resume}. When this returns,
     * each thread has at most one message that is still on its way through the flow.
     */
    @Override
    default void pause() {
        adapterLoop().pause();
    }

    @Override
    default void resume() {
        adapterLoop().resume();
    }

    @Override
    default boolean isPaused() {
        return adapterLoop().isPaused();
    }

    /** Stops the endpoint; nothing is in progress when it returns within the shutdown timeout. */
    @Override
    default int beforeShutdown() {
        stop();
        return 0;
    }

    @Override
    default int afterShutdown() {
        return 0;
    }
}
