package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.SocketAddresses;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/**
 * Subscribers without an engine, all on one thread, so that only the publisher is compared: each subscribes to its
 * topic (37/ZMTP, as a 3.0 peer does) and throws away what comes.
 */
final class RawSubscribers {

    private static final int BUFFER = 256 * 1024;
    private static final long LOOK_AT_PARENT_MS = 50;
    private static final byte SUBSCRIBE = 1;

    private RawSubscribers() {}

    static void run(Arguments arguments, Parent parent) throws IOException {
        CountDownLatch stopped = parent.stopped();
        int count = arguments.integer("subscribers", 1);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketAddresses.connect(arguments.text("endpoint"));
                RawHandshake.complete(channel, "SUB", new byte[0]);
                subscribe(channel, TopicPublisher.topic(i));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            readAll(selector, stopped);
        }
    }

    private static void subscribe(SocketChannel channel, long topic) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(3 + MessageHeader.LENGTH);
        frame.put((byte) 0)
                .put((byte) (1 + MessageHeader.LENGTH))
                .put(SUBSCRIBE)
                .putLong(topic)
                .flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private static void readAll(Selector selector, CountDownLatch stopped) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (stopped.getCount() > 0) {
            selector.select(LOOK_AT_PARENT_MS);
            for (SelectionKey key : selector.selectedKeys()) {
                if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                    throw new EOFException("the publisher has closed: " + key.channel());
                }
            }
            selector.selectedKeys().clear();
        }
    }
}
