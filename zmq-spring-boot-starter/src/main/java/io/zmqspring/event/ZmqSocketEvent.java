package io.zmqspring.event;

import io.zmqspring.core.monitor.MonitorEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * Something that happened to the connections of a named socket or requester, for methods such as
 * {@code @EventListener void on(ZmqSocketEvent<MonitorEvent.Disconnected> event)}. With Spring Boot those events are
 * published that {@code zmq.monitor.events} names, on the event thread of the engine, in their order: a listener that
 * takes long delays those behind it.
 *
 * @param <E> what happened
 */
public final class ZmqSocketEvent<E extends MonitorEvent> extends ApplicationEvent implements ResolvableTypeProvider {

    private static final long serialVersionUID = 1L;

    private final String socketName;

    @SuppressWarnings("serial")
    private final E event;

    /**
     * Creates one.
     *
     * @param source the socket or requester
     * @param socketName its name
     * @param event what happened
     */
    public ZmqSocketEvent(Object source, String socketName, E event) {
        super(source);
        this.socketName = socketName;
        this.event = event;
    }

    /** {@return the name of the socket or requester} */
    public String getSocketName() {
        return socketName;
    }

    /** {@return what happened, with the endpoint concerned} */
    public E getEvent() {
        return event;
    }

    /** {@return this type with that of what happened, by which methods choose their events} */
    @Override
    public ResolvableType getResolvableType() {
        return ResolvableType.forClassWithGenerics(ZmqSocketEvent.class, event.getClass());
    }

    /** Shows the name of the socket and what happened. */
    @Override
    public String toString() {
        return "ZmqSocketEvent[" + socketName + ", " + event + "]";
    }
}
