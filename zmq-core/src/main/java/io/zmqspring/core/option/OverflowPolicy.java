package io.zmqspring.core.option;

/** Policy of a publisher for a message that a subscriber has no room for. */
public enum OverflowPolicy {
    /** That subscriber does not get the message; others do. As libzmq by default. */
    DROP_NEWEST,
    /**
     * That subscriber does not get the oldest message that waits for it; what is on its way to the operating system, up
     * to 16 KiB or one message, does not wait.
     */
    DROP_OLDEST,
    /**
     * The sender waits until every subscriber that wants the message has room; then all get it. As libzmq with
     * ZMQ_XPUB_NODROP.
     */
    BLOCK,
    /** The connection of that subscriber is closed. The subscriber connects again, and so notices the gap. */
    DISCONNECT
}
