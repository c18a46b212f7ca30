package io.zmqspring.core.benchmark.engine;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/** No engine: a bounded blocking queue of arrays, what a program within one JVM would use instead of inproc. */
final class BareQueueEngine implements Engine {

    private static final int DEFAULT_HIGH_WATER_MARK = 1000;
    private static final String BACK = "/back";

    private final EngineSettings settings;
    private final Map<String, BlockingQueue<byte[]>> queues = new ConcurrentHashMap<>();

    BareQueueEngine(EngineSettings settings) {
        if (settings.shape().parts() > 1) {
            throw new UnsupportedOperationException("a bare queue has no multipart messages");
        }
        this.settings = settings;
    }

    @Override
    public Inbound openReceiver(Pattern pattern, Side side, String address) {
        return openPair(address, queue(address), queue(address));
    }

    @Override
    public Outbound openSender(Pattern pattern, Side side, String... addresses) {
        return openPair(addresses[0], queue(addresses[0]), queue(addresses[0]));
    }

    @Override
    public DuplexEnd openAsking(Pattern pattern, Side side, String address) {
        return open(side, address);
    }

    @Override
    public DuplexEnd openAnswering(Pattern pattern, Side side, String address) {
        return open(side, address);
    }

    private DuplexEnd open(Side side, String address) {
        return side == Side.BIND
                ? openPair(address, queue(address), queue(address + BACK))
                : openPair(address, queue(address + BACK), queue(address));
    }

    private BareQueuePair openPair(String address, BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) {
        return new BareQueuePair(address, in, out, settings.shape().size());
    }

    private BlockingQueue<byte[]> queue(String address) {
        int capacity = settings.highWaterMark() > 0 ? settings.highWaterMark() : DEFAULT_HIGH_WATER_MARK;
        return queues.computeIfAbsent(address, absent -> new ArrayBlockingQueue<>(capacity));
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
