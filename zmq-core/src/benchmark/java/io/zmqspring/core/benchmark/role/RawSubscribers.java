package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.SocketAddresses;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Subscribers without an engine, all on one thread, so that only the publisher is compared: each subscribes to its
 * topic (37/ZMTP, as a 3.0 peer does) and throws away what comes.
 */
final class RawSubscribers {

    private static final int BUFFER = 256 * 1024;
    private static final byte SUBSCRIBE = 1;

    private RawSubscribers() {}

    static void run(Arguments arguments, Parent parent) throws IOException {
        int count = arguments.integer("subscribers", 1);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketAddresses.connect(arguments.text("endpoint"));
                RawHandshake.complete(channel, "SUB");
                subscribe(channel, TopicPublisher.topic(i));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            parent.tell(ResultLine.empty().with("bytes", readAll(selector)));
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

    private static long readAll(Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long bytes = 0;
        int open = selector.keys().size();
        while (open > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                int read = ((SocketChannel) key.channel()).read(buffer.clear());
                if (read < 0) {
                    key.channel().close();
                    open--;
                } else {
                    bytes += read;
                }
            }
            selector.selectedKeys().clear();
        }
        return bytes;
    }
}
