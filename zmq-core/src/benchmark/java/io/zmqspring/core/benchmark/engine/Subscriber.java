package io.zmqspring.core.benchmark.engine;

/** Receiving socket that chooses what it receives (SUB); used by one thread. */
public interface Subscriber extends Inbound {

    /** Asks for the messages that begin with a topic. */
    void subscribe(byte[] topic);

    /** Takes back a {@link #subscribe}. */
    void unsubscribe(byte[] topic);
}
