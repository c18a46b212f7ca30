package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressedPeersTest {

    private final List<String> drops = new ArrayList<>();

    private AddressedPeers peers(SocketOptions options) {
        return new AddressedPeers("a socket", options, (pipe, reason) -> drops.add(reason));
    }

    @Test
    void shouldWriteToThePeerThatIsNamedWithoutTheName() {
        AddressedPeers peers = peers(SocketOptions.defaults());
        Pipe one = connected(peers, "one", 0);
        Pipe two = connected(peers, "two", 0);

        assertThat(peers.route(ZmqMessage.ofStrings("two", "a", "b"), false)).isSameAs(two.writer());
        assertThat(peers.route(new EnvelopedMessage().to(bytes("one"), bytes("c")), false))
                .isSameAs(one.writer());

        assertThat(take(two)).isEqualTo(ZmqMessage.ofStrings("a", "b"));
        assertThat(take(one)).isEqualTo(ZmqMessage.ofStrings("c"));
        assertThat(drops).isEmpty();
    }

    @Test
    void shouldDropWhatIsForAPeerWithoutRoomOrThatHasGone() {
        AddressedPeers peers = peers(SocketOptions.defaults());
        Pipe full = connected(peers, "full", 1);
        assertThat(peers.route(ZmqMessage.ofStrings("full", "1"), false)).isSameAs(full.writer());

        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), false)).isNotNull();
        full.closeToSend();
        assertThat(peers.route(ZmqMessage.ofStrings("full", "3"), false)).isNotNull();
        peers.remove(full);
        assertThat(peers.route(ZmqMessage.ofStrings("full", "4"), false)).isNotNull();

        assertThat(drops).hasSize(3);
        assertThat(drops.get(0)).contains("no room");
        assertThat(drops.get(1)).contains("no peer");
        assertThat(full.outgoing().size()).isOne();
    }

    @Test
    void shouldLetTheSenderOfAMandatoryMessageWaitForRoom() {
        AddressedPeers peers =
                peers(SocketOptions.builder().routerMandatory(true).build());
        Pipe full = connected(peers, "full", 1);
        assertThat(peers.route(ZmqMessage.ofStrings("full", "1"), false)).isSameAs(full.writer());

        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isNull();
        take(full);
        assertThat(peers.isWritable()).isTrue();
        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isSameAs(full.writer());
        peers.remove(full);
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> peers.route(ZmqMessage.ofStrings("full", "3"), true));
        assertThat(drops).isEmpty();
    }

    @Test
    void shouldRefuseMessagesForAFullPeerUntilHalfOfItsQueueIsFree() {
        AddressedPeers peers =
                peers(SocketOptions.builder().routerMandatory(true).build());
        Pipe full = connected(peers, "full", 4);
        Pipe other = connected(peers, "other", 1);
        for (int i = 0; i < 4; i++) {
            assertThat(peers.route(ZmqMessage.ofStrings("full", "1"), true)).isSameAs(full.writer());
        }
        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isNull();
        assertThat(peers.route(ZmqMessage.ofStrings("other", "1"), true)).isSameAs(other.writer());

        take(full);
        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isNull();
        assertThat(peers.route(new EncodedMessage().encode(ZmqMessage.ofStrings("full", "2")), true))
                .isNull();
        assertThat(peers.isWritable()).isFalse();
        take(full);

        assertThat(peers.isWritable()).isTrue();
        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isSameAs(full.writer());
        assertThat(peers.route(ZmqMessage.ofStrings("other", "2"), true)).isNull();
        assertThat(peers.route(ZmqMessage.ofStrings("full", "3"), true)).isSameAs(full.writer());
        assertThat(drops).isEmpty();
    }

    @Test
    void shouldNoLongerRefuseAFullPeerWhenItsHighWaterMarkIsRaised() {
        AddressedPeers peers =
                peers(SocketOptions.builder().routerMandatory(true).build());
        Pipe full = connected(peers, "full", 1);
        assertThat(peers.route(ZmqMessage.ofStrings("full", "1"), true)).isSameAs(full.writer());
        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isNull();

        full.outgoing().limit(2, 1 << 20);

        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isSameAs(full.writer());
        assertThat(peers.route(ZmqMessage.ofStrings("full", "3"), true)).isNull();
    }

    @Test
    void shouldNoLongerRefuseAFullPeerThatIsClosedButSayThatNobodyHasItsId() {
        AddressedPeers peers =
                peers(SocketOptions.builder().routerMandatory(true).build());
        Pipe full = connected(peers, "full", 1);
        assertThat(peers.route(ZmqMessage.ofStrings("full", "1"), true)).isSameAs(full.writer());
        assertThat(peers.route(ZmqMessage.ofStrings("full", "2"), true)).isNull();

        full.closeToSend();
        peers.closedToSend(full);

        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> peers.route(ZmqMessage.ofStrings("full", "2"), true));
    }

    @Test
    void shouldAssignEachAnonymousPeerAnIdOfItsOwnThatItKeeps() {
        AddressedPeers peers = peers(SocketOptions.defaults());
        Pipe one = connected(peers, "", 0);
        Pipe two = connected(peers, "", 0);
        byte[] id = one.routingId();

        assertThat(id).hasSize(5).startsWith(0).isNotEqualTo(two.routingId());
        assertThat(peers.connected(one)).as("again").isNull();
        assertThat(one.routingId()).isSameAs(id);
        assertThat(peers.route(ZmqMessage.of(id, new byte[1]), false)).isSameAs(one.writer());
    }

    @Test
    void shouldGiveTheIdOfAPipeThatIsClosingToItsSuccessor() {
        AddressedPeers peers = peers(SocketOptions.defaults());
        Pipe leaving = connected(peers, "me", 0);
        Pipe early = announcing("me", 0);
        assertThat(peers.connected(early)).contains("routing id me");
        leaving.closeToSend();

        Pipe next = connected(peers, "me", 0);
        peers.remove(leaving);
        peers.remove(early);

        assertThat(peers.route(ZmqMessage.ofStrings("me", "x"), false)).isSameAs(next.writer());
        assertThat(leaving.routingId()).hasSize(5);
    }

    @Test
    void shouldAllocateNothingToFindAPeerAmongThousands() {
        AddressedPeers peers = peers(SocketOptions.defaults());
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            pipes.add(connected(peers, "peer" + i, 0));
        }
        Pipe one = pipes.get(4321);
        MessageReader reader = Pipes.peerReader(one);
        EnvelopedMessage addressed = new EnvelopedMessage();
        ByteBuffer body = ByteBuffer.allocate(10);
        ByteBuffer target = ByteBuffer.allocate(10);
        byte[] id = bytes("peer4321");
        long allocated = allocatedBytes();
        for (int i = 0; i < 2_000; i++) {
            if (i == 1_000) {
                allocated = allocatedBytes();
            }
            MessageWriter writer = peers.route(addressed.to(id, body.clear()), false);
            if (writer != one.writer() || !reader.hasMessage() || reader.takeInto(target.clear()) != 10) {
                throw new AssertionError("message " + i);
            }
        }

        assertThat(allocatedBytes() - allocated).isLessThan(1_000);
    }

    @Test
    void shouldAllocateNothingToShowAMessageWithItsId() {
        IdentifiedQueue queue = new IdentifiedQueue();
        List<MessageWriter> writers = new ArrayList<>();
        AddressedPeers peers = peers(SocketOptions.defaults());
        for (int i = 0; i < 3; i++) {
            Pipe pipe = connected(peers, "peer" + i, 0);
            writers.add(Pipes.peerWriter(pipe));
            queue.activate(pipe);
        }
        byte[] body = new byte[10];
        int[] frames = new int[2];
        FrameHandler counting = (frame, more) -> frames[more ? 0 : 1] += frame.remaining();
        long allocated = allocatedBytes();
        for (int i = 0; i < 30_000; i++) {
            if (i == 20_000) {
                allocated = allocatedBytes();
            }
            writers.get(i % 3).write(body, true);
            MessageReader reader = queue.next();
            reader.handle(queue.handler(counting));
            queue.taken();
        }

        assertThat(allocatedBytes() - allocated).isLessThan(1_000);
        assertThat(frames).containsExactly(30_000 * 5, 30_000 * 10);
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static Pipe connected(AddressedPeers peers, String id, int mark) {
        Pipe pipe = announcing(id, mark);
        pipe.outgoing().producer().signal(() -> peers.activate(pipe));
        assertThat(peers.attached(pipe)).isTrue();
        assertThat(peers.connected(pipe)).isNull();
        return pipe;
    }

    private static Pipe announcing(String id, int mark) {
        Pipe pipe = Pipes.withMark(mark);
        pipe.peer(new ZmqPeer(SocketType.DEALER, "3.1", Map.of("Identity", bytes(id)), "tcp://here", "tcp://there"));
        return pipe;
    }

    private static ZmqMessage take(Pipe pipe) {
        MessageReader reader = Pipes.peerReader(pipe);
        assertThat(reader.hasMessage()).isTrue();
        ZmqMessage message = reader.takeMessage();
        pipe.outgoing().producer().wakeAfterRelease();
        return message;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
