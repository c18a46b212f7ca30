package io.zmqspring.support;

/**
 * Phases of our {@link org.springframework.context.SmartLifecycle} beans. Lower ones start earlier and stop later:
 * sockets are there before any bean in a default phase may send and stay until those have stopped; listeners begin last
 * and end first.
 */
public final class ZmqPhases {

    /** Sockets that bind: listening before anything connects, and still there when the others drain. */
    public static final int BINDING_SOCKETS = -2000;

    /** Sockets that only connect. */
    public static final int CONNECTING_SOCKETS = -1000;

    /** Proxies between sockets. */
    public static final int PROXIES = -750;

    /**
     * Listener containers whose messages come from a socket of the same application: they stop after all beans of a
     * default phase, which may send until then, and before sockets.
     */
    public static final int LOCAL_LISTENERS = -500;

    /** Other listener containers. The hundred phases above are left to applications. */
    public static final int LISTENERS = Integer.MAX_VALUE - 100;

    private ZmqPhases() {}
}
