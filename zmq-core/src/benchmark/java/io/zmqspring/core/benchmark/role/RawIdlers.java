package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.SocketAddresses;
import io.zmqspring.core.benchmark.workload.Arguments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Peers without an engine that say what they want and then read nothing, until they are stopped. */
final class RawIdlers {

    private static final int RECEIVE_BUFFER = 4096;
    private static final int BATCH = 64 * 1024;
    private static final byte SUBSCRIBE = 1;

    private RawIdlers() {}

    /** One SUB that subscribes to many topics (37/ZMTP, as a 3.0 peer does). */
    static void subscribe(Arguments arguments, Parent parent) throws Exception {
        CountDownLatch stopped = parent.stopped();
        int topics = arguments.integer("topics", 1000);
        try (SocketChannel channel = SocketAddresses.connect(arguments.text("endpoint"), RECEIVE_BUFFER)) {
            RawHandshake.complete(channel, "SUB", new byte[0]);
            ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
            for (int i = 0; i < topics; i++) {
                byte[] topic = MatchingPublisher.topic(i);
                if (batch.remaining() < 3 + topic.length) {
                    write(channel, batch.flip());
                    batch.clear();
                }
                batch.put((byte) 0)
                        .put((byte) (1 + topic.length))
                        .put(SUBSCRIBE)
                        .put(topic);
            }
            write(channel, batch.flip());
            stopped.await();
        }
    }

    /** DEALERs with an id each, that send one empty message. */
    static void beAddressed(Arguments arguments, Parent parent) throws Exception {
        CountDownLatch stopped = parent.stopped();
        int peers = arguments.integer("peers", 10);
        List<SocketChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < peers; i++) {
                SocketChannel channel = SocketAddresses.connect(arguments.text("endpoint"), RECEIVE_BUFFER);
                channels.add(channel);
                RawHandshake.complete(channel, "DEALER", PeerChooser.id(i));
                write(channel, ByteBuffer.allocate(2));
            }
            stopped.await();
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
