package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LoopThread;
import io.zmqspring.core.monitor.MonitorEvent.AcceptFailed;
import io.zmqspring.core.monitor.MonitorEvent.Accepted;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.TestHost;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.tcp.TcpTransport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener without memory for a peer, nor for its report: the next peer is taken, and nothing stays counted. */
@Timeout(60)
class ListenerFaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FAILURES = 3;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final EventLoop loop = new EventLoop(NanoClock.SYSTEM, WaitStrategy.PARK, errors::add);
    private final LoopThread thread = new LoopThread(loop, Thread::new, "listener-fault");
    private final TestHost host = new TestHost(
            SocketOptions.builder().maxHandshakes(1).build(),
            new TcpTransport(name -> List.of(InetAddress.getLoopbackAddress())),
            loop);

    @AfterEach
    void close() throws InterruptedException {
        thread.stop();
        thread.join(PATIENCE.toMillis());
    }

    @Test
    void shouldTakeTheNextPeerWhenOneCannotBeTakenUp() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        host.onEvent = event -> {
            if ((event instanceof Accepted || event instanceof AcceptFailed)
                    && failures.incrementAndGet() <= 2 * FAILURES) {
                throw new OutOfMemoryError("no heap");
            }
        };
        Listener listener =
                new Listener(host, Endpoint.parse("tcp://127.0.0.1:*").forBind());
        thread.start();
        listener.start();
        for (int i = 0; i < FAILURES; i++) {
            try (RawPeer lost = RawPeer.connect(listener.endpoint())) {
                assertThat(lost.awaitEnd()).isTrue();
            }
        }
        try (RawPeer taken = RawPeer.connect(listener.endpoint()).handshake("PULL")) {
            Awaitility.await().atMost(PATIENCE).until(() -> host.connections.get() == 1);
            assertThat(listener.status().peers()).isEqualTo(1);
            assertThat(host.ioThread().load()).as("listener and peer").isEqualTo(2);
            listener.stop(0);
            assertThat(listener.ended().await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(host.ioThread().load()).isZero();
            assertThat(taken.awaitEnd()).isTrue();
        }
        assertThat(errors).hasSize(FAILURES);
    }
}
