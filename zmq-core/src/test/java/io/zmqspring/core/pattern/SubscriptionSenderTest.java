package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A publisher that does not read, and a subscriber with more topics than there is memory for. */
class SubscriptionSenderTest {

    private static final int TOPICS = 1_000;

    private final MemoryAccount memory = new MemoryAccount(1 << 16);
    private final BufferPool pool = new BufferPool(0, memory, DirectMemory.ofThisJvm(), () -> true);
    private final SubscriptionSender sender = new SubscriptionSender(
            "a socket", new SubscriptionFilter(false), (pipe, reason) -> {}, SocketOptions.defaults());
    private final List<String> disconnects = new ArrayList<>();

    @Test
    void shouldGiveUpAPeerOnceWhenThereIsNoMemoryForAllSubscriptions() {
        for (int i = 0; i < TOPICS; i++) {
            sender.subscribe(topic(i));
        }

        assertThat(sender.connected(publisher())).isNull();

        assertThat(disconnects).singleElement().asString().contains("no memory for a subscription: topics=" + TOPICS);
        sender.subscribe(topic(TOPICS));
        assertThat(disconnects).hasSize(1);
    }

    @Test
    void shouldGiveUpAPeerOnceWhenThereIsNoMemoryForALaterSubscription() {
        Pipe pipe = publisher();
        assertThat(sender.connected(pipe)).isNull();
        for (int i = 0; i < TOPICS; i++) {
            sender.subscribe(topic(i));
        }

        assertThat(disconnects).hasSize(1);
        long queued = pipe.outgoing().size();
        sender.unsubscribe(topic(0));
        assertThat(pipe.outgoing().size()).as("nothing behind a gap").isEqualTo(queued);
    }

    private static byte[] topic(int number) {
        return ByteBuffer.allocate(1_000).putInt(number).array();
    }

    private Pipe publisher() {
        Pipe pipe = new Pipe(new FrameQueue(pool, 0, 1 << 20), new FrameQueue(pool, 0, 1 << 20), true, true);
        pipe.disconnector(disconnects::add);
        pipe.peer(new ZmqPeer(SocketType.PUB, "3.1", Map.of(), "tcp://here", "tcp://there"));
        return pipe;
    }
}
