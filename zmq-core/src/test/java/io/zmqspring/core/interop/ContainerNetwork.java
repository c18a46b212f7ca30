package io.zmqspring.core.interop;

import io.zmqspring.core.option.SocketType;

/**
 * The network of the container that libzmq peers live in: packets are dropped by iptables, and the rate is limited by
 * {@code tc}. What was done ends with it.
 */
final class ContainerNetwork implements AutoCloseable {

    private static final int EVERY_PACKET = 100;

    private final LibzmqPeer orders;
    private final int port;

    /**
     * Creates it.
     *
     * @param port that the connections have on either side, as seen in the container
     */
    ContainerNetwork(int port) {
        this.port = port;
        this.orders = (LibzmqPeer) Library.LIBZMQ.open(SocketType.PAIR);
    }

    /** {@return that of the connections of a conversation} */
    static ContainerNetwork of(Conversation conversation) {
        return new ContainerNetwork(conversation.portInContainer());
    }

    /** No packet comes through any more, and nobody is told. */
    void partition() {
        lose(EVERY_PACKET);
    }

    /** So many packets of a hundred are lost, in each direction. */
    void lose(int percent) {
        orders.ask("drop " + port + " " + percent);
    }

    /** {@return how many packets were dropped since the last call of {@link #heal}} */
    long dropped() {
        return Long.parseLong(orders.ask("dropped"));
    }

    /** The container sends no faster than so many thousand bits per second. */
    void limit(int kilobits) {
        orders.ask("limit " + kilobits);
    }

    /** Everything comes through again. */
    void heal() {
        orders.ask("heal");
    }

    @Override
    public void close() {
        try {
            heal();
        } finally {
            orders.close();
        }
    }
}
