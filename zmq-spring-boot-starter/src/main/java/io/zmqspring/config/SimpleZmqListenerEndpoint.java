package io.zmqspring.config;

import io.zmqspring.listener.ZmqMessageListener;

/**
 * An endpoint whose listener is there already; for listeners registered by code. On a REP or ROUTER the listener
 * answers itself, also in {@link ZmqMessageListener#onFailure}: a REP receives nothing more until it has.
 */
public final class SimpleZmqListenerEndpoint extends AbstractZmqListenerEndpoint {

    private final ZmqMessageListener listener;

    /**
     * @param id the id of its container, unique
     * @param socketName the name of the socket to receive from
     * @param listener takes the messages
     */
    public SimpleZmqListenerEndpoint(String id, String socketName, ZmqMessageListener listener) {
        super(id, socketName);
        this.listener = listener;
    }

    @Override
    public ZmqMessageListener createListener(ListenerResources resources) {
        return listener;
    }
}
