package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.monitor.SocketCounters;

/** A socket of one lane and its traffic. Any thread. */
interface End extends AutoCloseable {

    /** How often an end sends, apart from bursts. */
    long TICK_NS = 150_000_000;

    Lane lane();

    /** {@return what binds and connects} */
    ZmqConnectable socket();

    /** Starts its thread. */
    void start();

    /** Stops sending; what comes is still received. */
    void mute();

    long sent();

    long received();

    SocketCounters counters();

    /** Closes the socket, then ends the thread. */
    @Override
    void close();

    /** {@return what is wrong with its counters once nothing moves any more, or an empty text} */
    default String fault() {
        SocketCounters counters = counters();
        return counters.sent() == sent() && counters.received() == received()
                ? ""
                : "callers sent " + sent() + " and received " + received() + ", the socket says " + counters;
    }
}
