package io.zmqspring.socket;

import io.zmqspring.core.monitor.MonitorEvent;

/**
 * A bean that is called when messages of named sockets and requesters are given up: for a slow subscriber, for a
 * routing id that no peer has, at the end of a linger. With Spring Boot each such bean is called.
 */
@FunctionalInterface
public interface ZmqDropListener {

    /**
     * Called on the event thread of the context, which it must not hold up.
     *
     * @param socketName name of the socket or requester
     * @param dropped where, how many and why
     */
    void onDropped(String socketName, MonitorEvent.MessagesDropped dropped);
}
