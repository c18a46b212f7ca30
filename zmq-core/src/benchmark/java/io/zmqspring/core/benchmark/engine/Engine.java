package io.zmqspring.core.benchmark.engine;

/**
 * One engine of the comparison, opened in this process with the settings of the run. Sockets of one engine reach each
 * other over inproc. A JVM opens one kind of engine only, so calls through these interfaces are monomorphic.
 */
public interface Engine extends AutoCloseable {

    /**
     * Opens the receiving end of messages that go one way.
     *
     * @param side of the connection
     * @param address with scheme; where to bind, tcp may ask for any free port with {@code *}
     * @return the open socket
     * @throws Exception if the address is not free or not valid
     */
    Inbound openReceiver(Pattern pattern, Side side, String address) throws Exception;

    /**
     * Opens the sending end of messages that go one way.
     *
     * @param side of the connection
     * @param addresses one for each receiver; more than one only of {@link Pattern#PUB_SUB}
     * @return the open socket; of {@link Pattern#PUB_SUB} all receivers have subscribed
     * @throws Exception if an address is not free or not valid
     */
    Outbound openSender(Pattern pattern, Side side, String... addresses) throws Exception;

    /** Opens the end that asks, of round trips on one connection; as {@link #openReceiver}. */
    DuplexEnd openAsking(Pattern pattern, Side side, String address) throws Exception;

    /** Opens the end that answers the last message received, of round trips; as {@link #openReceiver}. */
    DuplexEnd openAnswering(Pattern pattern, Side side, String address) throws Exception;

    /**
     * Opens a publisher, to which peers may connect. As {@link #openReceiver}.
     *
     * @param waits whether it waits for room; if not, a subscriber without room does not get the message
     */
    Publisher openPublisher(String address, boolean waits) throws Exception;

    /** Opens a subscriber without subscriptions that connects to a publisher. As {@link #openReceiver}. */
    Subscriber openSubscriber(String address) throws Exception;

    /**
     * Opens a ROUTER to which many peers may connect. It gives little memory to each connection. As {@link
     * #openReceiver}.
     */
    default AddressingEnd openAddressing(String address) throws Exception {
        throw Pattern.ROUTER_DEALER.unsupported("no ROUTER whose connections take little memory");
    }

    /**
     * Binds two sockets and moves messages between them until the process ends.
     *
     * @param pattern {@link Pattern#PUB_SUB} (XSUB and XPUB, which waits for room) or {@link Pattern#DEALER_DEALER}
     *     (ROUTER and DEALER)
     * @param front where senders connect
     * @param back where receivers connect
     * @return the addresses of both, in this order
     * @throws Exception if an address is not free or not valid
     */
    default String[] startProxy(Pattern pattern, String front, String back) throws Exception {
        throw pattern.unsupported("no proxy without an engine");
    }

    /** Closes what is open, after what was sent has been handed over. */
    @Override
    void close();
}
