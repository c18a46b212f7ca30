package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.ProcessResources;
import io.zmqspring.core.support.RawPeer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's thread factory blocks, throws or returns nothing: it is no part of an I/O thread. */
@Timeout(60)
class ThreadFactoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PREFIX = "factory-test";

    /** Names of the threads on which the factory was called. */
    private final Queue<String> callers = new ConcurrentLinkedQueue<>();

    private ZmqContext contextOf(int ioThreads, ThreadFactory factory) {
        return ZmqContext.create(ContextOptions.builder()
                .ioThreads(ioThreads)
                .threadNamePrefix(PREFIX)
                .hostResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .threadFactory(task -> {
                    callers.add(Thread.currentThread().getName());
                    Thread thread = factory.newThread(task);
                    if (thread != null) {
                        thread.setDaemon(true);
                    }
                    return thread;
                })
                .build());
    }

    private static String named(String endpoint) {
        return endpoint.replace("127.0.0.1", "peer.invalid");
    }

    @Test
    void shouldNotRunOnAnIoThread() {
        try (ZmqContext context = contextOf(1, Thread::new);
                RawPeer.Listener server = new RawPeer.Listener()) {
            PushSocket push = context.push();
            EventRecorder events = EventRecorder.of(push);
            push.connect(named(server.endpoint()));
            server.accept().handshake("PULL").close();
            events.await(Disconnected.class);
            server.accept().handshake("PULL");

            assertThat(callers).noneMatch(name -> name.startsWith(PREFIX + "-io"));
        }
    }

    @Test
    void shouldNotHoldUpOtherSocketsWhenItBlocks() {
        CountDownLatch release = new CountDownLatch(1);
        try (ZmqContext context = contextOf(1, task -> {
            if (callers.size() > 1) {
                await(release);
            }
            return new Thread(task);
        })) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            PushSocket byName = context.push();
            push.addMonitorListener(event -> {});
            String endpoint = pull.bind("tcp://127.0.0.1:*");

            byName.connect(named(endpoint));
            push.connect(endpoint);
            push.send(ascii("meanwhile"));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("meanwhile"));
            assertThat(byName.peers()).isEmpty();

            release.countDown();
            assertThat(byName.awaitPeers(1, PATIENCE)).isTrue();
        } finally {
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldBeReplacedByAThreadOfOurOwnWhenItFails() {
        for (ThreadFactory fails : failing()) {
            try (ZmqContext context = contextOf(
                            1,
                            task -> Thread.currentThread().getName().startsWith(PREFIX)
                                    ? fails.newThread(task)
                                    : new Thread(task));
                    RawPeer.Listener server = new RawPeer.Listener()) {
                PushSocket push = context.push();
                EventRecorder events = EventRecorder.of(push);
                push.connect(named(server.endpoint()));
                server.accept().handshake("PULL").close();
                events.await(Disconnected.class);
                RawPeer second = server.accept().handshake("PULL");
                push.send(ascii("again"));

                assertThat(second.readMessage()).isEqualTo(ascii("again"));
                assertThat(push.counters().lostEvents()).isZero();
            }
        }
    }

    private static List<ThreadFactory> failing() {
        return List.of(
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                task -> {
                    throw new IllegalStateException("no");
                },
                task -> null);
    }

    @Test
    void shouldLeaveNothingBehindWhenTheLastIoThreadCannotBeStarted() {
        try (ZmqContext context = contextOf(3, task -> {
            if (callers.size() == 3 || callers.size() == 6) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        })) {
            PullSocket pull = context.pull();
            int descriptors = ProcessResources.descriptors();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pull.bind("tcp://127.0.0.1:*")).isInstanceOf(OutOfMemoryError.class);
            }

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> ProcessResources.threads(PREFIX + "-io").isEmpty());
            Awaitility.await().atMost(PATIENCE).until(() -> ProcessResources.descriptors() <= descriptors);
            PushSocket push = context.push();
            push.connect(pull.bind("tcp://127.0.0.1:*"));
            push.send(ascii("works"));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("works"));
            assertThat(ProcessResources.threads(PREFIX + "-io")).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldLeaveNothingBehindWhenItClosesTheContext(int call) {
        try (ZmqContext first = contextOf(2, Thread::new)) {
            // What the JDK opens once for all.
            first.pull().bind("tcp://127.0.0.1:*");
        }
        callers.clear();
        int descriptors = ProcessResources.descriptors();
        AtomicReference<ZmqContext> closing = new AtomicReference<>();
        try (ZmqContext context = contextOf(2, task -> {
            if (callers.size() == call) {
                closing.get().close();
            }
            return new Thread(task);
        })) {
            closing.set(context);
            PullSocket pull = context.pull();

            assertThatThrownBy(() -> pull.bind("tcp://127.0.0.1:*")).isInstanceOf(ZmqClosedException.class);

            assertThat(callers).hasSize(call);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> ProcessResources.threads(PREFIX + "-io").isEmpty());
            Awaitility.await().atMost(PATIENCE).until(() -> ProcessResources.descriptors() <= descriptors);
        }
    }

    @Test
    void shouldEndAnInprocConnectionAtOnceWhenNoThreadCanEndItsLinger() {
        try (ZmqContext context = contextOf(1, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        })) {
            PushSocket push = context.push(
                    SocketOptions.builder().linger(Duration.ofMinutes(10)).build());
            push.connect("inproc://nobody");
            push.send(ascii("lost"));

            push.close();

            assertThat(push.counters().dropped()).isEqualTo(1);
        }
    }
}
