package io.zmqspring.core.monitor;

/** Listener to the events of a socket. */
@FunctionalInterface
public interface MonitorListener {

    /**
     * Called on the context's event thread, one event at a time and in the order they happened; it may take its time
     * and may use the socket. What it throws is logged, and the next event follows.
     *
     * @param event what happened
     */
    void onEvent(MonitorEvent event);
}
