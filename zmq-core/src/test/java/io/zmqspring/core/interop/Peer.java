package io.zmqspring.core.interop;

/** A socket of another library. One thread at a time. What does not happen within {@link Limits#WAIT} is an error. */
interface Peer extends AutoCloseable {

    /** {@return name and version of the library, as the library itself reports them} */
    String library();

    void bind(String endpoint);

    void connect(String endpoint);

    /** Sends {@link Frames#message} of these sizes. */
    void send(int... sizes);

    /** Subscribes a SUB to a topic. */
    void subscribe(byte[] topic);

    /** Cancels a subscription of a SUB. */
    void unsubscribe(byte[] topic);

    /** Looks for peers that have come: a socket that is not used sends those nothing, not even its subscriptions. */
    void look();

    /** Sends one frame. */
    void sendBytes(byte[] body);

    /** {@return the next message, as {@link Frames#describe} tells it} */
    String receive();

    /** Receives a message and sends it back as it came, a ROUTER with the routing id it came with. */
    void echo();

    /** Sends messages of one frame each, the {@link Frames#number} of consecutive numbers. */
    void count(int first, int howMany);

    /**
     * Receives messages of one frame each that tell consecutive numbers.
     *
     * @throws AssertionError when one is missing, or comes twice, or out of turn
     */
    void expect(int first, int howMany);

    /** Ends it at once, whatever is queued. */
    @Override
    void close();
}
