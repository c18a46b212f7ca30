package io.zmqspring.core.benchmark.engine;

/** ROUTER that sends to the peer it is given, and does not wait for room; used by one thread. */
public interface AddressingEnd extends AutoCloseable {

    /** SO_SNDBUF of each connection in bytes: ten thousand of the operating system's own size would be too much. */
    int SEND_BUFFER = 4096;

    /** The address a peer connects to. */
    String endpoint();

    /**
     * Waits for a message of any peer and throws it away: from then on that peer is known.
     *
     * @throws Exception if the engine fails
     */
    void awaitPeer() throws Exception;

    /**
     * Sends a message of one frame, unless its peer has no room.
     *
     * @param peer routing id of a known peer, not changed by the caller afterwards
     * @param body not changed by the caller afterwards
     * @return whether it had room
     * @throws Exception if the engine fails, or the peer has gone
     */
    boolean offer(byte[] peer, byte[] body) throws Exception;

    @Override
    void close() throws Exception;
}
