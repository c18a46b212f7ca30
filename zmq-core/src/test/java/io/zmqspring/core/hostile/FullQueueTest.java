package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue nobody receives from: its mark holds, its I/O thread rests, and nothing of it is lost when the peer goes. */
@Timeout(60)
class FullQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);
    private static final long MAX_CPU_MS = 200;

    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final ZmqContext context = ZmqContext.create(ContextOptions.builder()
            .threadFactory(task -> {
                Thread thread = new Thread(() -> {
                    threads.put(Thread.currentThread().getName(), Thread.currentThread());
                    task.run();
                });
                thread.setDaemon(true);
                return thread;
            })
            .build());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldLetTheIoThreadRestWhileALongMultipartArrivesBehindASmallBacklog() {
        PullSocket pull = context.pull();
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(frame(0, new byte[50_000]), frame(0, new byte[50_000]));
            Calls.Running<Void> sending = Calls.start(() -> {
                for (int i = 0; i < 6; i++) {
                    peer.send(frame(MORE, new byte[60_000]));
                }
            });
            assertThat(sending.result()).succeedsWithin(PATIENCE);
            assertThat(cpuMs(LEFT_ALONE)).isLessThan(MAX_CPU_MS);

            peer.send(frame(0, new byte[10]));
            assertThat(pull.receive(PATIENCE)).hasSize(50_000);
            assertThat(pull.receive(PATIENCE)).hasSize(50_000);
            ZmqMessage multipart = pull.receiveMessage(PATIENCE);
            assertThat(multipart).isNotNull();
            assertThat(multipart.frameCount()).isEqualTo(7);
        }
    }

    /** {@return CPU time of the context's threads during a time} */
    private long cpuMs(Duration during) {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        long before = cpuNs(beans);
        long start = System.nanoTime();
        Awaitility.await().atMost(PATIENCE).until(() -> System.nanoTime() - start >= during.toNanos());
        return (cpuNs(beans) - before) / 1_000_000;
    }

    private long cpuNs(ThreadMXBean beans) {
        assertThat(threads).isNotEmpty();
        return threads.values().stream()
                .mapToLong(thread -> Math.max(0, beans.getThreadCpuTime(thread.getId())))
                .sum();
    }

    @Test
    void shouldQueueExactlyTheMarkOfOne() {
        int count = 10_000;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(1).build());
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(new byte[2 * count]);
            for (int i = 0; i < count; i++) {
                assertThat(pull.counters().queuedToReceive()).isLessThanOrEqualTo(1);
                assertThat(pull.receive(PATIENCE)).as("message %d", i).isEmpty();
            }
            assertThat(pull.tryReceive()).isNull();
        }
    }

    @Test
    void shouldDeliverWhatLiesBeyondTheMarkWhenThePeerGoes() {
        int count = 300;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(3).build());
        EventRecorder events = EventRecorder.of(pull);
        byte[][] messages = new byte[count][];
        for (int i = 0; i < count; i++) {
            messages[i] = message("n" + i);
        }
        RawPeer.connect(pull.bind("tcp://127.0.0.1:*"))
                .handshake("PUSH")
                .send(join(messages), frame(MORE, ascii("never finished")))
                .closeWhenDelivered();
        events.await(Disconnected.class);

        for (int i = 0; i < count; i++) {
            byte[] body = pull.receive(PATIENCE);
            assertThat(body).as("message %d", i).isNotNull();
            assertThat(text(body)).isEqualTo("n" + i);
        }
        assertThat(pull.tryReceive()).isNull();
        assertThat(pull.counters().dropped()).isZero();
    }

    @Test
    void shouldNoticeThatThePeerHasGoneAlthoughItsMessagesAreNotRead() {
        PullSocket pull = context.pull(SocketOptions.builder()
                .receiveHwm(5)
                .receiveBufferBytes(1 << 20)
                .build());
        EventRecorder events = EventRecorder.of(pull);
        byte[][] messages = new byte[200][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = frame(0, new byte[1000]);
        }
        RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH");
        peer.send(join(messages));
        Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 5);
        peer.closeWhenDelivered();

        events.await(Disconnected.class);
        for (int i = 0; i < messages.length; i++) {
            assertThat(pull.receive(PATIENCE)).as("message %d", i).hasSize(1000);
        }
    }
}
