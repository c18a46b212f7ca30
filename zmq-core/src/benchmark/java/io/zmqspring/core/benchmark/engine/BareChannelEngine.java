package io.zmqspring.core.benchmark.engine;

/**
 * No engine: a plain blocking channel, the floor under every round trip. Streams of messages are measured by
 * programs of their own, because a bare stream has no messages.
 */
final class BareChannelEngine implements Engine {

    private final EngineSettings settings;

    BareChannelEngine(EngineSettings settings) {
        this.settings = settings;
    }

    @Override
    public Inbound openReceiver(Pattern pattern, Side side, String address) {
        throw pattern.unsupported("a bare channel has round trips only");
    }

    @Override
    public Outbound openSender(Pattern pattern, Side side, String... addresses) {
        throw pattern.unsupported("a bare channel has round trips only");
    }

    @Override
    public DuplexEnd openAsking(Pattern pattern, Side side, String address) throws Exception {
        return open(side, address);
    }

    @Override
    public DuplexEnd openAnswering(Pattern pattern, Side side, String address) throws Exception {
        return open(side, address);
    }

    private BareChannelPair open(Side side, String address) throws Exception {
        return side == Side.BIND
                ? BareChannelPair.listening(
                        SocketAddresses.listen(address),
                        address,
                        settings.shape().size())
                : BareChannelPair.connected(
                        SocketAddresses.connect(address),
                        address,
                        settings.shape().size());
    }

    @Override
    public Publisher openPublisher(String address, boolean waits) {
        throw Pattern.PUB_SUB.unsupported("nobody subscribes without an engine");
    }

    @Override
    public Subscriber openSubscriber(String address) {
        throw Pattern.PUB_SUB.unsupported("nobody subscribes without an engine");
    }

    @Override
    public void close() {}
}
