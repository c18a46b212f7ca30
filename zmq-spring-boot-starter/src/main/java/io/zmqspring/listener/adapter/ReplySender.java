package io.zmqspring.listener.adapter;

/** Sends the result of a listener method to where it belongs. */
@FunctionalInterface
public interface ReplySender {

    /**
     * Sends a reply, waiting for room as the sending side says.
     *
     * @param reply what the method returned
     */
    void send(Object reply);
}
