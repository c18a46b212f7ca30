package io.zmqspring.core.benchmark.engine;

/**
 * One engine of the comparison, opened in this process with the settings of the run. Sockets of one engine reach each
 * other over inproc. A JVM opens one kind of engine only, so calls through these interfaces are monomorphic.
 */
public interface Engine extends AutoCloseable {

    /**
     * Opens the receiving end of a pipeline.
     *
     * @param side of the connection
     * @param address with scheme; where to bind, tcp may ask for any free port with {@code *}
     * @return the open socket
     * @throws Exception if the address is not free or not valid
     */
    Inbound openPull(Side side, String address) throws Exception;

    /** Opens the sending end of a pipeline; as {@link #openPull}. */
    Outbound openPush(Side side, String address) throws Exception;

    /** Opens one end of an exclusive pair; as {@link #openPull}. */
    PairEnd openPair(Side side, String address) throws Exception;

    /** Closes what is open, after what was sent has been handed over. */
    @Override
    void close();
}
