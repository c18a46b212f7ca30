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
    public Inbound openPull(Side side, String address) {
        throw onlyPair();
    }

    @Override
    public Outbound openPush(Side side, String address) {
        throw onlyPair();
    }

    private static UnsupportedOperationException onlyPair() {
        return new UnsupportedOperationException("a bare channel has one pattern: --pattern=pair");
    }

    @Override
    public PairEnd openPair(Side side, String address) throws Exception {
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
    public void close() {}
}
