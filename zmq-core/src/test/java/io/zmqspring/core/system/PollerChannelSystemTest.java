package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.PollKey;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqPoller;
import io.zmqspring.core.ZmqPoller.Interest;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.support.Calls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A poller over channels of NIO, beside sockets. */
@Timeout(60)
class PollerChannelSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqPoller poller = ZmqPoller.create();
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        poller.close();
        context.close();
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    void shouldReportAChannelUntilItsBytesAreRead() throws IOException {
        PollKey key = poller.register(pipe.source(), Interest.READABLE);
        assertThat(poller.poll(SHORT)).isEmpty();
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        pipe.sink().write(ByteBuffer.allocate(3));
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(key));
        assertThat(poller.poll(PATIENCE)).containsExactly(key);
        assertThat(key.isReadable()).isTrue();
        assertThat(key.channel()).isSameAs(pipe.source());
        assertThat(key.socket()).isNull();
        pipe.source().read(ByteBuffer.allocate(10));
        assertThat(poller.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldWaitForSocketsAndChannelsTogether() throws IOException {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("inproc://beside"));
        PollKey socket = poller.register(pull, Interest.READABLE);
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        PollKey channel = poller.register(pipe.source(), Interest.READABLE);
        pipe.sink().write(ByteBuffer.allocate(1));
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(channel));
        pipe.source().read(ByteBuffer.allocate(1));

        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        push.send(new byte[1]);
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(socket));
        pipe.sink().write(ByteBuffer.allocate(1));
        assertThat(poller.poll(PATIENCE)).containsExactlyInAnyOrder(socket, channel);
    }

    @Test
    void shouldReportAConnectionToAcceptAndOneToFinish() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel client = SocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            client.configureBlocking(false);
            PollKey acceptable = poller.register(server, Interest.READABLE);
            assertThat(poller.poll(SHORT)).isEmpty();
            client.connect(server.getLocalAddress());
            PollKey connectable = poller.register(client, Interest.WRITABLE);
            assertThat(poller.poll(PATIENCE)).isNotEmpty();
            while (!client.finishConnect()) {
                assertThat(poller.poll(PATIENCE)).contains(connectable);
            }
            while (!acceptable.isReadable()) {
                assertThat(poller.poll(PATIENCE)).contains(connectable);
                assertThat(connectable.isWritable()).isTrue();
            }
            server.accept().close();
            connectable.interest(EnumSet.of(Interest.READABLE));
            assertThat(poller.poll(PATIENCE)).containsExactly(connectable);
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void shouldReportAClosedChannelOnce() throws IOException {
        PollKey key = poller.register(pipe.source(), Interest.READABLE);
        PollKey other = poller.register(pipe.sink(), Interest.WRITABLE);
        other.cancel();
        assertThat(poller.poll(SHORT)).isEmpty();
        pipe.source().close();
        assertThat(poller.poll(PATIENCE)).containsExactly(key);
        assertThat(key.isClosed()).isTrue();
        assertThat(key.isValid()).isFalse();
        assertThat(other.isClosed()).isFalse();
        assertThat(poller.poll(SHORT)).isEmpty();
        assertThat(poller.size()).isZero();
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> poller.register(pipe.source(), Interest.READABLE))
                .withMessageContaining("the channel is closed");
        assertThat(poller.size()).isZero();
    }

    @Test
    void shouldRefuseAChannelInBlockingMode() throws IOException {
        pipe.source().configureBlocking(true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.register(pipe.source(), Interest.READABLE))
                .withMessageContaining("in blocking mode");
    }

    @Test
    void shouldEndAWaitOnChannels() {
        PollKey key = poller.register(pipe.source(), Interest.READABLE);
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        poller.wakeup();
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of());

        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        waiting.thread().interrupt();
        assertThat(waiting.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(ZmqInterruptedException.class);
        assertThat(waiting.interrupted()).succeedsWithin(PATIENCE).isEqualTo(true);

        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        poller.close();
        assertThat(waiting.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
        assertThat(key.isValid()).isFalse();
        assertThat(pipe.source().isOpen()).isTrue();
    }
}
